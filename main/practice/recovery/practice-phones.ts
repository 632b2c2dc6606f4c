/** Telephone numbers of the practice users of Client Connect as the exchange has them: digits only (seed ECP FAQ item 15). */
export const practicePhones: Readonly<Record<string, string>> = {
  'chan@firm.example': '21234567',
  'yip@single.example': '29876543',
  'admin@firm.example': '21234500',
  'sftp@firm.example': '21234599',
  'locked@firm.example': '21234588',
};

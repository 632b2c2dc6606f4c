/** Every screen there is, in the order of the navigation and of Ctrl+1..9. */
export const screens = [
  { id: 'ccms-login', group: 'ccms' },
  { id: 'readiness', group: 'ccms' },
  { id: 'ecp-login', group: 'ecp' },
  { id: 'ecp-submit', group: 'ecp' },
  { id: 'transfers', group: 'ecp' },
  { id: 'ecp-activity', group: 'ecp' },
  { id: 'ecp-sftp', group: 'ecp' },
  { id: 'connection', group: 'terminal' },
  { id: 'settings', group: 'terminal' },
] as const;

export type ScreenId = (typeof screens)[number]['id'];
export const screenGroups = ['ccms', 'ecp', 'terminal'] as const;

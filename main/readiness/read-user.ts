import { type ListedUser, type ListProblem, userRoleSchema } from '../../shared/contract/readiness.ts';
import { loginMethodSchema } from '../../shared/contract/session.ts';
import { parseInputDate } from '../../shared/model/input-date.ts';

/** The columns of a user list, in any order; those not required may be left out. */
export const requiredColumns = ['userId', 'name', 'role', 'email'] as const;
export const columnNames = [...requiredColumns, 'created', 'cardValidUntil', 'lastMethod'] as const;
export type ColumnName = (typeof columnNames)[number];
export type Cells = Readonly<Partial<Record<ColumnName, string>>>;

/** Characters that hide or reorder others have no place in a name. */
const unseen = /[\p{Cc}\p{Cf}\u2028\u2029]/u;
/** Not a proof that the address exists: only that it is one. RFC 5321 section 4.5.3.1 bounds it. */
const address = /^[^\s@,;<>"]{1,64}@[^\s@,;<>"]{1,189}$/;

function isText(text: string, longest: number): boolean {
  return text.length > 0 && text.length <= longest && !unseen.test(text);
}

/** Empty is "not told"; a day that does not exist is never repaired. */
function isDayOrEmpty(text: string): boolean {
  return text === '' || parseInputDate(text) !== null;
}

/** Takes the trimmed cells of one line; gives the user, or the column that is wrong. Nothing is guessed from how a cell looks. */
export function readUser(cells: Cells): ListedUser | ListProblem['reason'] {
  const { userId = '', name = '', email = '', created = '', cardValidUntil = '' } = cells;
  const role = userRoleSchema.safeParse(cells.role);
  const lastMethod = loginMethodSchema.nullable().safeParse(cells.lastMethod || null);
  if (!isText(userId, 128)) return 'userId';
  if (!isText(name, 200)) return 'name';
  if (!role.success) return 'role';
  if (email !== '' && (!address.test(email) || unseen.test(email))) return 'email';
  if (!isDayOrEmpty(created)) return 'created';
  if (!isDayOrEmpty(cardValidUntil)) return 'cardValidUntil';
  if (!lastMethod.success) return 'lastMethod';
  return {
    userId,
    name,
    role: role.data,
    email: email || null,
    appEnrolled: null,
    created: created || null,
    createdAfterLaunch: null,
    cardValidUntil: cardValidUntil || null,
    lastMethod: lastMethod.data,
  };
}

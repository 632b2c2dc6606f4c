import type { ReadinessUser } from '../../shared/contract/readiness.ts';
import { csvText } from '../../shared/lib/csv-text.ts';

const columns = [
  'userId',
  'name',
  'role',
  'email',
  'appEnrolled',
  'created',
  'createdAfterLaunch',
  'cardValidUntil',
  'lastMethod',
  'ready',
] as const satisfies readonly (keyof ReadinessUser)[];

/** Takes users in the order shown; gives them as CSV. Names are the contract's, so that a program can read it in either language. */
export function readinessCsv(users: readonly ReadinessUser[]): string {
  const lines = users.map((user) => [
    ...columns.map((column) => user[column]),
    user.tasks.map(({ code, by }) => (by === null ? code : `${code} by ${by}`)).join('; '),
    user.source,
  ]);
  return csvText([[...columns, 'tasks', 'source'], ...lines]);
}

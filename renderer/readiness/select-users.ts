import type { ReadinessTaskCode, ReadinessUser } from '../../shared/contract/readiness.ts';

/** Which users are shown. */
export const userGroups = [
  'all',
  'not-ready',
  'ready',
  'administrators',
  'no-email',
  'not-tried',
  'app',
  'card',
] as const;
export type UserGroup = (typeof userGroups)[number];

export const userSortFields = ['userId', 'role', 'email', 'lastMethod', 'cardValidUntil', 'created', 'tasks'] as const;
export type UserSortField = (typeof userSortFields)[number];

export interface UserQuery {
  readonly text: string;
  readonly group: UserGroup;
  readonly sort: UserSortField;
  readonly descending: boolean;
}

/** Whoever has most to do comes first. */
export const everybody: UserQuery = { text: '', group: 'all', sort: 'tasks', descending: true };

const has = (user: ReadinessUser, code: ReadinessTaskCode) => user.tasks.some((task) => task.code === code);

const groupRules: Readonly<Record<UserGroup, (user: ReadinessUser) => boolean>> = {
  all: () => true,
  'not-ready': (user) => !user.ready,
  ready: (user) => user.ready,
  administrators: (user) => user.role === 'administrator',
  'no-email': (user) => has(user, 'register-email'),
  'not-tried': (user) => user.lastMethod !== '2fa',
  app: (user) => has(user, 'enrol-app'),
  card: (user) => has(user, 'renew-card'),
};

function sortKey(user: ReadinessUser, field: UserSortField): string | number {
  // What must be done weighs more than any number of what should be.
  if (field === 'tasks') return user.tasks.reduce((sum, { must }) => sum + (must ? 100 : 1), 0);
  return user[field] ?? '';
}

function compare(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one) < String(other) ? -1 : Number(String(one) > String(other));
}

/** The users that a query asks for, in its order; users that are equal in it stand by user ID. */
export function selectUsers(users: readonly ReadinessUser[], query: UserQuery): readonly ReadinessUser[] {
  const { group, sort, descending } = query;
  const text = query.text.trim().toLowerCase();
  const found = (user: ReadinessUser) =>
    [user.userId, user.name, user.email ?? ''].some((value) => value.toLowerCase().includes(text));
  return users
    .filter((user) => groupRules[group](user) && found(user))
    .toSorted((one, other) => {
      const order = compare(sortKey(one, sort), sortKey(other, sort));
      return (descending ? -order : order) || compare(one.userId, other.userId);
    });
}

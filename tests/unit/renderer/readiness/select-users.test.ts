import { describe, expect, it } from 'vitest';
import { readinessCsv } from '../../../../renderer/readiness/readiness-csv.ts';
import { everybody, selectUsers, type UserQuery } from '../../../../renderer/readiness/select-users.ts';
import type { ReadinessUser } from '../../../../shared/contract/readiness.ts';

function user(userId: string, change: Partial<ReadinessUser> = {}): ReadinessUser {
  return {
    userId,
    name: `NAME ${userId}`,
    role: 'user',
    email: `${userId.toLowerCase()}@firm.example`,
    appEnrolled: null,
    created: '2018-03-01',
    createdAfterLaunch: false,
    cardValidUntil: null,
    lastMethod: '2fa',
    source: 'exchange',
    tasks: [],
    ready: true,
    ...change,
  };
}

const noEmail = user('B', {
  email: null,
  ready: false,
  tasks: [{ code: 'register-email', must: true, by: '2023-07-31' }],
});
const untried = user('C', { lastMethod: null, tasks: [{ code: 'try-2fa', must: false, by: null }] });
const users = [user('A', { role: 'administrator' }), untried, noEmail, user('D')];
const ids = (query: Partial<UserQuery>) => selectUsers(users, { ...everybody, ...query }).map(({ userId }) => userId);

describe('the users shown', () => {
  it('whoever has most to do comes first, what must be done before what should', () => {
    expect(ids({})).toEqual(['B', 'C', 'A', 'D']);
    expect(ids({ descending: false })).toEqual(['A', 'D', 'C', 'B']);
  });

  it('sorts by a column, nothing before something', () => {
    expect(ids({ sort: 'email', descending: false })).toEqual(['B', 'A', 'C', 'D']);
    expect(ids({ sort: 'userId', descending: true })).toEqual(['D', 'C', 'B', 'A']);
  });

  it('filters by group and by a text in user ID, name or address', () => {
    expect(ids({ group: 'not-ready' })).toEqual(['B']);
    expect(ids({ group: 'ready' })).toEqual(['C', 'A', 'D']);
    expect(ids({ group: 'administrators' })).toEqual(['A']);
    expect(ids({ group: 'no-email' })).toEqual(['B']);
    expect(ids({ group: 'not-tried' })).toEqual(['C']);
    expect(ids({ group: 'app' })).toEqual([]);
    expect(ids({ text: ' name d ' })).toEqual(['D']);
    expect(ids({ text: 'c@FIRM' })).toEqual(['C']);
  });
});

describe('the export', () => {
  it('is UTF-8 with a byte order mark, names the columns, and neutralises formulas', () => {
    const csv = readinessCsv([user('=A', { name: '+1"', email: '@x', tasks: noEmail.tasks })]);
    expect(csv.startsWith('\uFEFF"userId","name"')).toBe(true);
    const cells = csv.trimEnd().split('\r\n')[1];
    expect(cells).toContain(`"'=A","'+1""","user","'@x"`);
    expect(cells).toContain('"register-email by 2023-07-31","exchange"');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ListedUser, ReadinessTaskCode } from '../../../../shared/contract/readiness.ts';
import {
  countUsers,
  judgeFirm,
  judgeUsers,
  mergeUsers,
  type ReadinessDates,
} from '../../../../shared/model/readiness.ts';

const dates: ReadinessDates = { today: '2023-06-20', launch: '2023-05-31', cutOver: '2023-07-31' };

function user(change: Partial<ListedUser> = {}): ListedUser {
  return {
    userId: 'CHANTM',
    name: 'CHAN TAI MAN',
    role: 'user',
    email: 'chan@firm.example',
    appEnrolled: true,
    created: '2018-03-01',
    createdAfterLaunch: null,
    cardValidUntil: '2027-03-01',
    lastMethod: '2fa',
    ...change,
  };
}

const judged = (change: Partial<ListedUser>, when = dates) =>
  judgeUsers(mergeUsers([user(change)], null), when, true)[0];
const codes = (change: Partial<ListedUser>, when = dates) => judged(change, when)?.tasks.map(({ code }) => code);

describe('what is missing for a user', () => {
  const cases: readonly (readonly [string, Partial<ListedUser>, readonly ReadinessTaskCode[]])[] = [
    ['nothing', {}, []],
    ['an address (rule 1)', { email: null }, ['register-email']],
    ['a first log-in by 2FA', { lastMethod: 'smart-card' }, ['try-2fa']],
    ['a first log-in at all', { lastMethod: null }, ['try-2fa']],
    ['a card until the cut-over', { cardValidUntil: '2023-07-30' }, ['renew-card']],
    ['not a card that lasts until the cut-over', { cardValidUntil: '2023-07-31' }, []],
    [
      'not a card of somebody created since the launch (rule 2)',
      { cardValidUntil: '2023-06-01', created: '2023-05-31' },
      [],
    ],
    ['the app', { appEnrolled: false }, ['enrol-app']],
    ['not the app of which nothing is known', { appEnrolled: null }, []],
  ];
  it.each(cases)('%s', (_, change, expected) => {
    expect(codes(change)).toEqual(expected);
  });

  it('only what keeps somebody out makes them not ready', () => {
    expect(judged({ lastMethod: null, appEnrolled: false, cardValidUntil: '2020-01-01' })?.ready).toBe(true);
    expect(judged({ email: null })).toMatchObject({ ready: false, tasks: [{ must: true, by: '2023-07-31' }] });
  });

  it('whoever was created since the launch needs an address now: there is no card to fall back to', () => {
    expect(judged({ email: null, created: '2023-05-31' })?.tasks[0]).toEqual({
      code: 'register-email',
      must: true,
      by: '2023-06-20',
    });
    expect(judged({ email: null, created: '2023-05-30' })?.tasks[0]?.by).toBe('2023-07-31');
    expect(judged({ email: null, createdAfterLaunch: true, created: null })?.tasks[0]?.by).toBe('2023-06-20');
  });

  it('has no deadline before the exchange has told its dates, and today as deadline after the cut-over', () => {
    const unknown = { today: '2023-06-20', launch: null, cutOver: null };
    expect(judged({ email: null }, unknown)?.tasks[0]).toMatchObject({ must: true, by: null });
    expect(judged({}, unknown)).toMatchObject({ createdAfterLaunch: false, ready: true });
    const after = { ...dates, today: '2023-08-05' };
    expect(judged({ email: null }, after)?.tasks[0]?.by).toBe('2023-08-05');
    expect(codes({ cardValidUntil: '2023-01-01' }, after)).toEqual([]);
  });

  it('one address belongs to one user, whatever the case of its letters', () => {
    const users = mergeUsers(
      [user(), user({ userId: 'LAMKY', email: 'CHAN@firm.example' }), user({ userId: 'X', email: null })],
      null,
    );
    expect(judgeUsers(users, dates, true).map(({ tasks }) => tasks.map(({ code }) => code))).toEqual([
      ['email-shared'],
      ['email-shared'],
      ['register-email'],
    ]);
  });
});

describe('two lists', () => {
  it('the exchange counts, the file fills in what it does not tell', () => {
    const told = user({ email: 'chan@firm.example', cardValidUntil: null, lastMethod: null, created: null });
    const own = user({
      name: 'OTHER NAME',
      email: 'old@firm.example',
      cardValidUntil: '2026-01-01',
      role: 'administrator',
    });
    const [merged] = mergeUsers([told], [own]);
    expect(merged).toMatchObject({
      source: 'both',
      name: 'CHAN TAI MAN',
      role: 'user',
      email: 'chan@firm.example',
      otherEmail: 'old@firm.example',
      cardValidUntil: '2026-01-01',
      lastMethod: '2fa',
      created: '2018-03-01',
    });
    expect(judgeUsers([merged ?? expect.fail()], dates, true)[0]?.tasks[0]?.code).toBe('email-differs');
  });

  it('an address that only the file has does not make the exchange have it', () => {
    const [merged] = mergeUsers([user({ email: null })], [user()]);
    expect(merged).toMatchObject({ email: null, otherEmail: 'chan@firm.example' });
  });

  it('a user whom only the file names is unknown to an exchange that was asked, and otherwise not', () => {
    const users = mergeUsers([], [user()]);
    expect(judgeUsers(users, dates, true)[0]).toMatchObject({
      source: 'import',
      ready: false,
      tasks: [{ code: 'not-at-exchange' }],
    });
    expect(judgeUsers(mergeUsers(null, [user()]), dates, false)[0]).toMatchObject({
      source: 'import',
      ready: true,
      tasks: [],
    });
  });

  it('each user ID of either list stands there once', () => {
    const list = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D', 'a'), { maxLength: 5 });
    fc.assert(
      fc.property(list, list, (exchange, imported) => {
        const merged = mergeUsers(
          exchange.map((userId) => user({ userId })),
          imported.map((userId) => user({ userId })),
        );
        expect(merged.map(({ userId }) => userId).toSorted()).toEqual(
          [...new Set([...exchange, ...imported])].toSorted(),
        );
      }),
    );
  });
});

describe('the firm', () => {
  const firm = (...users: readonly Partial<ListedUser>[]) =>
    judgeUsers(
      mergeUsers(
        users.map((change, index) => user({ userId: `U${index}`, email: `u${index}@firm.example`, ...change })),
        null,
      ),
      dates,
      true,
    );
  const administrator = { role: 'administrator' } as const;

  it('needs a maker and a checker who are ready (rule 7)', () => {
    expect(judgeFirm(firm())).toEqual([]);
    expect(judgeFirm(firm({}, administrator))).toEqual(['too-few-administrators']);
    expect(judgeFirm(firm(administrator, { ...administrator, email: null }))).toEqual(['too-few-ready-administrators']);
    expect(judgeFirm(firm(administrator, administrator))).toEqual([]);
  });

  it('has at most 20 users, administrators included (rule 7)', () => {
    const twenty = Array.from({ length: 20 }, () => administrator);
    expect(judgeFirm(firm(...twenty))).toEqual([]);
    expect(judgeFirm(firm(...twenty, {}))).toEqual(['too-many-users']);
  });

  it('counts', () => {
    const users = firm(
      administrator,
      { email: null, lastMethod: 'smart-card' },
      { appEnrolled: false, cardValidUntil: '2020-01-01' },
    );
    expect(countUsers(users)).toEqual({
      users: 2,
      administrators: 1,
      withoutEmail: 1,
      appNotEnrolled: 1,
      cardsToRenew: 1,
      notTried: 1,
      ready: 2,
      notReady: 1,
    });
  });
});

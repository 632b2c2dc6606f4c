import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUserList } from '../../../../main/readiness/parse-user-list.ts';
import type { ListProblem } from '../../../../shared/contract/readiness.ts';

const HEADER = 'userId,name,role,email,created,cardValidUntil,lastMethod';
const GOOD = 'CHANTM,CHAN TAI MAN,user,chan@firm.example,2018-03-01,2027-03-01,2fa';

function parsed(text: string) {
  const result = parseUserList(text);
  if (!result.ok) throw new Error(String(result.error.details?.reason));
  return result.value;
}

describe('a user list', () => {
  it('is read as it stands: nothing is guessed from how a cell looks', () => {
    const line = '00123,"CHAN, ""Tai"" MAN",administrator,1e3@firm.example,,,';
    expect(parsed(`${HEADER}\n${line}\n`).users).toEqual([
      {
        userId: '00123',
        name: 'CHAN, "Tai" MAN',
        role: 'administrator',
        email: '1e3@firm.example',
        appEnrolled: null,
        created: null,
        createdAfterLaunch: null,
        cardValidUntil: null,
        lastMethod: null,
      },
    ]);
    expect(parsed(`${HEADER}\ntrue,=1+1,user,,,,\n`).users[0]).toMatchObject({
      userId: 'true',
      name: '=1+1',
      email: null,
    });
  });

  it.each([
    ['a byte order mark and CRLF', `\uFEFF${HEADER}\r\n${GOOD}\r\n`],
    ['no last line end', `${HEADER}\n${GOOD}`],
    ['empty lines', `${HEADER}\n\n${GOOD}\n\n`],
    ['spaces around cells', `${HEADER.replaceAll(',', ' , ')}\n${GOOD.replaceAll(',', ' , ')}\n`],
  ])('may have %s', (_, text) => {
    expect(parsed(text)).toMatchObject({ users: [{ userId: 'CHANTM', lastMethod: '2fa' }], problems: [] });
  });

  it('may have its columns in another order, and leave out what is not known', () => {
    expect(parsed('email,role,name,userId\n,user,CHAN,CHANTM\n').users[0]).toMatchObject({
      userId: 'CHANTM',
      email: null,
    });
  });

  it.each([
    ['no columns', ''],
    ['an unknown column', `${HEADER},password\n${GOOD},x\n`],
    ['a column twice', `${HEADER},name\n${GOOD},x\n`],
    ['a needed column missing', 'userId,name,role\nCHANTM,CHAN,user\n'],
    ['semicolons', `${HEADER.replaceAll(',', ';')}\n${GOOD.replaceAll(',', ';')}\n`],
  ])('with %s is refused as a whole', (_, text) => {
    expect(parseUserList(text)).toMatchObject({
      ok: false,
      error: { code: 'user-list-invalid', details: { reason: 'header' } },
    });
  });

  it('without a user is refused', () => {
    expect(parseUserList(`${HEADER}\n\n`)).toMatchObject({ ok: false, error: { details: { reason: 'empty' } } });
  });

  const bad: readonly (readonly [ListProblem['reason'], string])[] = [
    ['syntax', 'X,"open,user,,,,'],
    ['syntax', 'X,NG "A" B,user,,,,'],
    ['columns', 'X,NG,user,,,'],
    ['columns', 'X,NG,user,,,,,'],
    ['userId', ',NG,user,,,,'],
    ['userId', 'A\u202EB,NG,user,,,,'],
    ['name', 'X,,user,,,,'],
    ['role', 'X,NG,User,,,,'],
    ['role', 'X,NG,boss,,,,'],
    ['email', 'X,NG,user,not an address,,,'],
    ['email', 'X,NG,user,a@b@c,,,'],
    ['created', 'X,NG,user,,2023-02-29,,'],
    ['created', 'X,NG,user,,1/3/2018,,'],
    ['cardValidUntil', 'X,NG,user,,,2023-13-01,'],
    ['lastMethod', 'X,NG,user,,,,card'],
    ['duplicate', GOOD],
  ];
  it.each(bad)('leaves out a line for %s and keeps the others: %s', (reason, line) => {
    const { users, problems } = parsed(`${HEADER}\n${GOOD}\n${line}\nLAMKY,LAM,user,,,,\n`);
    expect(users.map(({ userId }) => userId)).toEqual(['CHANTM', 'LAMKY']);
    expect(problems).toEqual([{ line: 3, reason }]);
  });

  it('keeps a thousand users and tells of the others', () => {
    const lines = Array.from({ length: 1_002 }, (_, index) => `U${index},N,user,,,,`);
    const { users, problems } = parsed([HEADER, ...lines].join('\n'));
    expect(users).toHaveLength(1_000);
    expect(problems).toEqual([
      { line: 1_002, reason: 'too-many' },
      { line: 1_003, reason: 'too-many' },
    ]);
  });

  const text = fc
    .string({
      minLength: 1,
      maxLength: 12,
      unit: fc.constantFrom('A', 'b', '9', ',', '"', ' ', '陳', '=', "'", '-'),
    })
    .map((value) => `x${value}`.trim());
  const record = fc.record({
    userId: text,
    name: text,
    role: fc.constantFrom('user', 'administrator'),
    email: fc.constantFrom('', 'chan@firm.example'),
    created: fc.constantFrom('', '2018-03-01'),
    cardValidUntil: fc.constantFrom('', '2027-03-01'),
    lastMethod: fc.constantFrom('', '2fa', 'smart-card'),
  });
  const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
  const wrong = fc.constantFrom(...bad.filter(([reason]) => reason !== 'duplicate'));

  it('any good lines come back as they were written, whatever bad ones stand between them', () => {
    const lines = fc.uniqueArray(record, { selector: ({ userId }) => userId, maxLength: 12 });
    fc.assert(
      fc.property(lines, fc.array(fc.tuple(fc.nat(12), wrong), { maxLength: 4 }), (records, spoilt) => {
        const rows: { readonly text: string; readonly reason: string | null }[] = records.map((each) => ({
          text: Object.values(each).map(quoted).join(','),
          reason: null,
        }));
        for (const [at, [reason, line]] of spoilt) rows.splice(Math.min(at, rows.length), 0, { text: line, reason });
        fc.pre(rows.length > 0);
        const { users, problems } = parsed([HEADER, ...rows.map((row) => row.text)].join('\r\n'));
        expect(users).toEqual(
          records.map((each) => ({
            ...each,
            email: each.email || null,
            appEnrolled: null,
            created: each.created || null,
            createdAfterLaunch: null,
            cardValidUntil: each.cardValidUntil || null,
            lastMethod: each.lastMethod || null,
          })),
        );
        const expected = rows.flatMap(({ reason }, index) => (reason === null ? [] : [{ line: index + 2, reason }]));
        expect(problems).toEqual(expected);
      }),
      { numRuns: process.env.CCMS_SOAK ? 5_000 : 200 },
    );
  });
});

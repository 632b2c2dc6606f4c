import { chmod, copyFile, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSmartCard } from '../../main/smartcard/create-smart-card.ts';
import type { SmartCard } from '../../main/smartcard/smart-card.ts';
import {
  buildMockCard,
  cardProcess,
  cardState,
  firstCertificate,
  type MockCard,
  mockTiming,
  noMockCard,
  openMockCard,
  pressOf,
} from '../helpers/card-mock.ts';

const going = () => new AbortController().signal;

let mock: MockCard;
let card: SmartCard;

beforeAll(async () => {
  if (!noMockCard) mock = await buildMockCard();
});
afterAll(() => mock?.close());
beforeEach(async ({ skip }) => {
  if (noMockCard) skip(noMockCard);
  await mock.reset();
});

/** A card process for each test of a group, where the one of the test before could be seen. */
function withOwnCards(): void {
  beforeEach(() => {
    card = openMockCard(mock);
  });
  afterEach(() => card?.close());
}

describe('a log-in to the card', () => {
  withOwnCards();

  it('is one C_Login for one press, right or wrong, and none for the looks in between', async () => {
    const id = await firstCertificate(card);
    expect(await card.sign(pressOf(id, '123456'), going())).toMatchObject({ ok: true });
    expect(await card.sign(pressOf(id, '654321'), going())).toMatchObject({
      error: { code: 'card-pin-wrong', details: { pin: 'low' } },
    });
    await cardState(card, 'present', ({ cards: [first] }) => first?.pin === 'low');
    expect(await card.sign(pressOf(id, '123456'), going())).toMatchObject({ ok: true });
    expect(await mock.logins()).toBe('rwr');
  });

  it('sends no PIN of a length that the card would refuse', async () => {
    const id = await firstCertificate(card);
    for (const pin of ['12345', '123456789']) {
      expect(await card.sign(pressOf(id, pin), going())).toMatchObject({ error: { code: 'card-pin-invalid' } });
    }
    expect(await mock.logins()).toBe('');
  });

  it('uses the last try only after a yes, and none at a locked card', async () => {
    const id = await firstCertificate(card);
    await mock.write('tries', '1');
    expect(await card.sign(pressOf(id, '654321'), going())).toMatchObject({ error: { code: 'card-final-try' } });
    expect(await mock.logins()).toBe('');
    await cardState(card, 'present', ({ cards: [first] }) => first?.pin === 'final');
    expect(await card.sign(pressOf(id, '654321', true), going())).toMatchObject({
      error: { code: 'card-pin-locked', details: { pin: 'locked' } },
    });
    expect(await mock.logins()).toBe('fw');
    for (const confirm of [false, true]) {
      expect(await card.sign(pressOf(id, '123456', confirm), going())).toMatchObject({
        error: { code: 'card-pin-locked' },
      });
    }
    expect(await mock.logins()).toBe('fw');
  });

  it('gives a PIN pad a NULL PIN, and never the typed one', async () => {
    await mock.write('pinpad', '');
    await cardState(card, 'present', ({ cards: [first] }) => first?.pinPad === true);
    const id = await firstCertificate(card);
    expect(await card.sign(pressOf(id, null), going())).toMatchObject({ ok: true });
    expect(await card.sign(pressOf(id, '123456'), going())).toMatchObject({ ok: true });
    expect(await mock.logins()).toBe('nn');
  });

  it('logs in for the key itself where the key asks each time', async () => {
    await mock.write('always', '');
    const id = await firstCertificate(card);
    expect(await card.sign(pressOf(id, '123456'), going())).toMatchObject({ ok: true });
    expect(await mock.logins()).toBe('rcr');
  });

  it('refuses a second press while the first is under way, and overwrites both PINs', async () => {
    const id = await firstCertificate(card);
    await mock.plan('C_Login slow 300');
    const requests = [pressOf(id, '123456'), pressOf(id, '123456')] as const;
    const [first, second] = await Promise.all(requests.map((request) => card.sign(request, going())));
    expect(first).toMatchObject({ ok: true });
    expect(second).toMatchObject({ error: { code: 'login-in-progress' } });
    expect(await mock.logins()).toBe('r');
    for (const { pin } of requests) expect(pin?.every((byte) => byte === 0)).toBe(true);
  });

  it('is ended at once by a cancel, and the card is seen again afterwards', async () => {
    const id = await firstCertificate(card);
    await mock.plan('C_Login hang');
    const cancel = new AbortController();
    const signing = card.sign(pressOf(id, '123456'), cancel.signal);
    await expect.poll(() => mock.logins()).toBe('r');
    cancel.abort();
    expect(await signing).toMatchObject({ error: { code: 'card-cancelled' } });
    expect(await card.sign(pressOf(await firstCertificate(card), '123456'), going())).toMatchObject({ ok: true });
    expect(await mock.logins()).toBe('rr');
  });

  it('knows a card by its serial number: another one with the same certificate is not it', async () => {
    const id = await firstCertificate(card);
    await mock.write('serial', 'MOCK0002');
    expect(await card.sign(pressOf(id, '123456'), going())).toMatchObject({ error: { code: 'card-removed' } });
    expect(await mock.logins()).toBe('');
    await cardState(card, 'present', ({ cards: [first] }) => first?.tokenSerial === 'MOCK0002');
    expect(await firstCertificate(card)).not.toBe(id);
  });
});

describe('a log-in that the card refuses', () => {
  beforeAll(() => {
    if (!noMockCard) card = openMockCard(mock);
  });
  afterAll(() => card?.close());

  it.each([
    ['a0', 'card-pin-wrong'],
    ['a1', 'card-pin-invalid'],
    ['a2', 'card-pin-invalid'],
    ['a3', 'card-pin-expired'],
    ['a4', 'card-pin-locked'],
    ['102', 'card-pin-not-set'],
    ['50', 'card-cancelled'],
    ['e0', 'card-removed'],
    ['32', 'card-removed'],
    ['b3', 'card-removed'],
    ['30', 'card-reader-failed'],
    ['100', 'card-reader-failed'],
    ['80000123', 'card-reader-failed'],
  ])('reads the return code 0x%s of C_Login as %s', async (code, expected) => {
    const id = await firstCertificate(card);
    await mock.plan(`C_Login code ${code}`);
    expect(await card.sign(pressOf(id, '123456'), going())).toMatchObject({
      error: { code: expected, details: { returnCode: `0x${code}` } },
    });
    expect(await mock.logins()).toBe('r');
  });
});

describe('the reader', () => {
  withOwnCards();

  it('is watched: no reader, no card, a card, taken out', async () => {
    await mock.write('noreader', '');
    await cardState(card, 'no-reader');
    await mock.write('absent', '');
    await mock.remove('noreader');
    await cardState(card, 'no-card');
    await mock.remove('absent');
    const { cards } = await cardState(card, 'present');
    expect(cards).toMatchObject([
      {
        tokenSerial: 'MOCK0001',
        label: 'CCMS',
        reader: 'Mock reader',
        pin: 'ok',
        pinPad: false,
        pinLength: { min: 6, max: 8 },
        certificates: [{ holder: 'CHAN TAI MAN', issuer: 'CHAN TAI MAN', serial: '1234ABCD', usable: true }],
      },
    ]);
    await mock.write('absent', '');
    expect(await cardState(card, 'no-card')).toEqual({ kind: 'no-card', removed: true });
  });

  it('is not watched by a module that others could have changed, or that is not the one of the profile', async () => {
    const at = (name: string) => `${mock.folder}/${name}.so`;
    await copyFile(mock.modulePath, at('writable'));
    await chmod(at('writable'), 0o666);
    await writeFile(at('text'), 'no module');
    const cases = [
      [at('writable'), null, 'writable'],
      [mock.modulePath, 'a'.repeat(64), 'hash'],
      [at('absent'), null, 'missing'],
      ['mock.so', null, 'missing'],
      [at('text'), null, 'not-a-module'],
    ] as const;
    for (const [modulePath, sha256, fault] of cases) {
      const module = { modulePath, sha256, tokenLabel: null };
      const other = createSmartCard({ module, spawn: cardProcess, timing: { ...mockTiming, restartMs: 60_000 } });
      expect(await cardState(other, 'module-failed'), fault).toEqual({ kind: 'module-failed', fault });
      await other.close();
    }
  });
});

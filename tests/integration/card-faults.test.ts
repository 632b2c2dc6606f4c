import { chmod, copyFile, writeFile } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
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

const soak = process.env.CCMS_SOAK === '1';
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
  card = openMockCard(mock);
});
afterEach(() => card?.close());

describe('a log-in to the card', () => {
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

/** Each is called during a log-in; the first two only when the module is loaded. */
const entryPoints = [
  ...['C_GetFunctionList', 'C_Initialize', 'C_GetSlotList', 'C_GetSlotInfo', 'C_GetTokenInfo', 'C_GetMechanismList'],
  ...['C_OpenSession', 'C_FindObjectsInit', 'C_GetAttributeValue', 'C_Login', 'C_SignInit', 'C_Sign'],
] as const;
const atLoad: readonly string[] = ['C_GetFunctionList', 'C_Initialize'];

describe('a module that misbehaves', () => {
  it.each(['crash', 'hang', 'exit', 'remove'])(
    'takes down its own process only, wherever it does: %s',
    async (what) => {
      let survived = 0;
      // A hang costs its deadline: a sample, unless there is time.
      const places =
        soak || what === 'crash' || what === 'remove' ? entryPoints : entryPoints.filter((_, n) => n % 4 === 1);
      for (const name of places) {
        await card.close();
        await mock.reset();
        if (atLoad.includes(name)) await mock.plan(`${name} ${what}`);
        card = openMockCard(mock, { signMs: 400, lookMs: 400, openMs: what === 'hang' ? 1_500 : 8_000 });
        const told: string[] = [];
        card.subscribe((state) => told.push(state.kind));
        if (atLoad.includes(name)) {
          await expect.poll(() => told, { timeout: 10_000 }).toContain(what === 'remove' ? 'no-card' : 'module-failed');
        } else {
          const id = await firstCertificate(card);
          await mock.plan(`${name} ${what}`);
          const result = await card.sign(pressOf(id, '123456'), going());
          // A look in between may have met the fault in the press's place: then its news has told of it.
          if (result.ok)
            expect(told, name).toEqual(expect.arrayContaining([expect.stringMatching(/module-failed|no-card/)]));
          else expect(result.error.code, name).toMatch(/^card-(removed|timeout|module-failed|reader-failed)$/);
          expect((await mock.logins()).length, name).toBeLessThanOrEqual(1);
        }
        await mock.remove('absent');
        await firstCertificate(card);
        survived += 1;
      }
      expect(survived).toBe(places.length);
    },
  );
});

/** A small generator with a seed, so that a failure can be played again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const returnCodes = ['5', '6', '30', '32', 'a0', 'a4', 'b3', 'e0', '101', '80000001'];

describe('random faults', () => {
  it('never cost a try that was not pressed for', async () => {
    const sequences = soak ? 1_000 : 40;
    const random = randomFrom(20_230_612);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    await card.close();
    card = openMockCard(mock, { signMs: 500, lookMs: 500 });
    let presses = 0;
    let reached = 0;
    for (let sequence = 0; sequence < sequences; sequence += 1) {
      await mock.reset();
      for (let press = 0; press < 4; press += 1) {
        await mock.remove('absent');
        await mock.remove('plan');
        const tries = pick([3, 3, 2, 1, 0]);
        await mock.write('tries', String(tries));
        await mock.remove('logins');
        const id = await firstCertificate(card);
        const draw = random();
        const what = draw < 0.04 ? 'crash' : draw < 0.06 ? 'exit' : draw < 0.07 ? 'hang' : draw < 0.2 ? 'remove' : '';
        if (what !== '') await mock.plan(`${pick(entryPoints)} ${what}`);
        else if (draw < 0.6) await mock.plan(`${pick(entryPoints)} code ${pick(returnCodes)}`);
        const confirm = random() < 0.5;
        const result = await card.sign(pressOf(id, pick(['123456', '654321']), confirm), going());
        const told = `sequence ${sequence}, press ${press}, ${tries} tries, ${result.ok ? 'ok' : result.error.code}`;
        const calls = (await mock.logins()).replace(/[lf]/g, '').length;
        presses += 1;
        reached += calls;
        if (tries === 0 || (tries === 1 && !confirm)) expect(calls, told).toBe(0);
        else if (result.ok || result.error.code === 'card-pin-wrong') expect(calls, told).toBe(1);
        else expect(calls, told).toBeLessThanOrEqual(1);
        // Looks that come later add nothing.
        if (press === 3) expect((await mock.logins()).replace(/[lf]/g, '').length, told).toBe(calls);
      }
    }
    process.stdout.write(`random faults: ${presses} presses, ${reached} reached the card, none twice\n`);
    expect(reached).toBeGreaterThan(0);
  }, 1_200_000);

  it('leave the program responsive while the card takes its time', async () => {
    await card.close();
    const cardMs = soak ? 60_000 : 1_500;
    card = openMockCard(mock, { signMs: cardMs + 10_000 });
    const id = await firstCertificate(card);
    await mock.plan(`C_Login slow ${cardMs}`);
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    expect(await card.sign(pressOf(id, '123456'), going())).toMatchObject({ ok: true });
    delay.disable();
    const p99 = delay.percentile(99) / 1e6;
    process.stdout.write(`event-loop delay during a card log-in of ${cardMs / 1_000} s: p99 ${p99.toFixed(1)} ms\n`);
    if (soak) expect(p99).toBeLessThan(50);
  }, 120_000);
});

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SmartCard } from '../../main/smartcard/smart-card.ts';
import {
  buildMockCard,
  cardState,
  firstCertificate,
  type MockCard,
  noMockCard,
  openMockCard,
  pressOf,
} from '../helpers/card-mock.ts';

/* As card-faults.test.ts, with a module that fails at any place, planned and at random. */
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
});
afterEach(() => card?.close());

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
      const open = () => openMockCard(mock, { signMs: 400, lookMs: 400, openMs: what === 'hang' ? 1_500 : 8_000 });
      /** Waits for a look that began just now: a serial number that the card never had. */
      const seenAnew = async (serial: string): Promise<string> => {
        await mock.write('serial', serial);
        await cardState(card, 'present', ({ cards: [first] }) => first?.tokenSerial === serial);
        return firstCertificate(card);
      };
      card = open();
      for (const [number, name] of places.entries()) {
        await mock.reset();
        if (atLoad.includes(name)) {
          await card.close();
          await mock.plan(`${name} ${what}`);
          card = open();
        }
        const told: string[] = [];
        const stop = card.subscribe((state) => told.push(state.kind));
        if (atLoad.includes(name)) {
          await expect.poll(() => told, { timeout: 10_000 }).toContain(what === 'remove' ? 'no-card' : 'module-failed');
        } else {
          const id = await seenAnew(`BEFORE${number}`);
          await mock.plan(`${name} ${what}`);
          const result = await card.sign(pressOf(id, '123456'), going());
          // A look in between may have met the fault in the press's place: then its news has told of it.
          if (result.ok)
            expect(told, name).toEqual(expect.arrayContaining([expect.stringMatching(/module-failed|no-card/)]));
          else expect(result.error.code, name).toMatch(/^card-(removed|timeout|module-failed|reader-failed)$/);
          expect((await mock.logins()).length, name).toBeLessThanOrEqual(1);
        }
        await mock.remove('absent');
        await seenAnew(`BEHIND${number}`);
        stop();
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

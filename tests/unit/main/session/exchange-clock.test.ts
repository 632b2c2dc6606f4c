import { expect, test } from 'vitest';
import { createExchangeClock } from '../../../../main/session/exchange-clock.ts';
import { ok } from '../../../../shared/lib/result.ts';
import { type HeldClock, holdClock } from '../../../helpers/held-clock.ts';

const request = { method: 'GET', url: 'https://exchange.invalid/', timeoutMs: 1, maxBytes: 1 } as const;

/** An exchange whose clock is ahead of ours; each answer takes `latency` ms there and back. */
function setUp(clock: HeldClock, ahead: { ms: number; header?: string }) {
  const exchange = createExchangeClock(clock);
  const started = clock.now() - clock.monotonic();
  const http = exchange.watch({
    request: async () => {
      clock.pass(20);
      const date = ahead.header ?? new Date(started + clock.monotonic() + ahead.ms).toUTCString();
      clock.pass(20);
      return ok({ status: 200, headers: { date }, body: new Uint8Array() });
    },
    close: async () => undefined,
  });
  return { exchange, ask: () => http.request(request) };
}

test('is this PC’s own time before the first answer', () => {
  const clock = holdClock();
  const { exchange } = setUp(clock, { ms: 5_000 });
  expect(exchange.offsetMs()).toBeNull();
  expect(exchange.now()).toBe(clock.now());
});

test('each answer narrows the offset down', async () => {
  const clock = holdClock();
  const { exchange, ask } = setUp(clock, { ms: 300_250 });
  await ask();
  expect(Math.abs((exchange.offsetMs() ?? 0) - 300_250)).toBeLessThanOrEqual(540);
  for (let times = 0; times < 40; times += 1) {
    clock.pass(137);
    await ask();
  }
  expect(Math.abs((exchange.offsetMs() ?? 0) - 300_250)).toBeLessThanOrEqual(60);
});

test('setting this PC changes the offset, not the exchange’s time', async () => {
  const clock = holdClock();
  const { exchange, ask } = setUp(clock, { ms: 0 });
  await ask();
  const before = exchange.now();
  clock.set(-3_600_000);
  expect(exchange.now()).toBe(before);
  expect(Math.abs((exchange.offsetMs() ?? 0) - 3_600_000)).toBeLessThanOrEqual(540);
});

test('follows an exchange whose clock was set', async () => {
  const clock = holdClock();
  const ahead = { ms: 0 };
  const { exchange, ask } = setUp(clock, ahead);
  await ask();
  ahead.ms = -86_400_000;
  await ask();
  expect(Math.abs((exchange.offsetMs() ?? 0) + 86_400_000)).toBeLessThanOrEqual(540);
});

test.each(['', 'yesterday', '0000-00-00'])('a Date header of %j teaches nothing', async (header) => {
  const clock = holdClock();
  const { exchange, ask } = setUp(clock, { ms: 0, header });
  await ask();
  expect(exchange.offsetMs()).toBeNull();
});

test('knows between which two times the exchange is, and both go on with the monotonic clock alone', async () => {
  const clock = holdClock();
  const { exchange, ask } = setUp(clock, { ms: 300_250 });
  expect(exchange.range()).toBeNull();
  await ask();
  const truth = () => clock.now() + 300_250;
  const { earliest, latest } = exchange.range() ?? { earliest: 0, latest: 0 };
  expect(earliest).toBeLessThanOrEqual(truth());
  expect(latest).toBeGreaterThanOrEqual(truth());
  // A second of the header and the 40 ms of the answer's way are all that is not known.
  expect(latest - earliest).toBeLessThanOrEqual(1_040);
  clock.set(-63_072_000_000);
  clock.pass(5_000);
  expect(exchange.range()).toEqual({ earliest: earliest + 5_000, latest: latest + 5_000 });
});

import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createSpeedLimit, type SpeedLimit } from '../../../../main/transfer/speed-limit.ts';
import { type HeldClock, holdClock } from '../../../helpers/held-clock.ts';

const never = new AbortController().signal;

/** A limit whose waits only move the clock on. */
function limitOver(clock: HeldClock): SpeedLimit {
  return createSpeedLimit({
    clock,
    wait: async (ms) => {
      await turn();
      clock.pass(ms);
    },
  });
}

/** A limit whose waits last until the test lets them end, or their signal does. */
function heldLimit() {
  const clock = holdClock();
  const waits: number[] = [];
  const limit = createSpeedLimit({
    clock,
    wait: (ms, signal) => {
      waits.push(ms);
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
    },
  });
  return { clock, waits, limit };
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => {
    settled = true;
  });
  for (let turns = 0; turns < 5; turns += 1) await turn();
  return settled;
}

describe('the speed limit', () => {
  it('lets everything go at once when there is none', async () => {
    const { limit, waits } = heldLimit();
    await limit.take(1e12, never);
    await limit.take(1e12, never);
    expect(waits).toEqual([]);
  });

  it.each([1_000, 32_768, 262_144])('holds the mean speed with pieces of %i bytes', async (piece) => {
    const clock = holdClock();
    const limit = limitOver(clock);
    const rate = 100_000;
    limit.set(rate);
    const start = clock.monotonic();
    let sent = 0;
    for (; sent < 4_000_000; sent += piece) await limit.take(piece, never);
    const seconds = (clock.monotonic() - start) / 1000;
    // What goes at once after a rest, and the last part, which goes before it is paid for.
    expect(seconds).toBeGreaterThan(sent / rate - 0.7);
    expect(seconds).toBeLessThan(sent / rate + 0.3);
  });

  it('is one for all: two who send get about half each', async () => {
    const clock = holdClock();
    const limit = limitOver(clock);
    limit.set(100_000);
    const counts = [0, 0];
    const start = clock.monotonic();
    const send = async (who: number) => {
      while (clock.monotonic() - start < 10_000) {
        await limit.take(10_000, never);
        counts[who] = (counts[who] ?? 0) + 10_000;
      }
    };
    await Promise.all([send(0), send(1)]);
    const [first = 0, second = 0] = counts;
    expect(first + second).toBeLessThan(1_100_000);
    expect(Math.abs(first - second)).toBeLessThanOrEqual(10_000);
  });

  it('gives somebody with small pieces the same share as somebody with large ones', async () => {
    const clock = holdClock();
    const limit = limitOver(clock);
    limit.set(100_000);
    const counts = { small: 0, large: 0 };
    const start = clock.monotonic();
    const send = async (who: keyof typeof counts, bytes: number) => {
      while (clock.monotonic() - start < 60_000) {
        await limit.take(bytes, never);
        counts[who] += bytes;
      }
    };
    await Promise.all([send('small', 32_768), send('large', 262_144)]);
    expect(Math.abs(counts.small - counts.large)).toBeLessThan(500_000);
  });

  it('lets those who wait go in their order', async () => {
    const clock = holdClock();
    const limit = limitOver(clock);
    limit.set(1_000);
    const order: number[] = [];
    await Promise.all([1, 2, 3, 4].map((who) => limit.take(900, never).then(() => order.push(who))));
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it('ends a wait early when its signal is raised, and does not count what did not go', async () => {
    const { limit } = heldLimit();
    limit.set(1_000);
    await limit.take(5_000, never);
    const leaving = new AbortController();
    const left = limit.take(1_000_000, leaving.signal);
    const next = limit.take(10, never);
    expect(await isSettled(left)).toBe(false);
    leaving.abort();
    await left;
    expect(await isSettled(next)).toBe(false);
    limit.set(null);
    await next;
  });

  it('asks nobody to wait whose signal was raised before', async () => {
    const { limit, waits } = heldLimit();
    limit.set(1);
    await limit.take(1_000, AbortSignal.abort());
    expect(waits).toEqual([]);
  });

  it('lets those who wait go when the limit is taken away or raised', async () => {
    const { limit } = heldLimit();
    limit.set(1_000);
    await limit.take(30_000, never);
    const first = limit.take(10, never);
    const second = limit.take(10, never);
    expect(await isSettled(first)).toBe(false);
    limit.set(1_000_000);
    await Promise.all([first, second]);
  });

  it('gives no more than a quarter of a second at once after a long rest', async () => {
    const { limit, clock, waits } = heldLimit();
    limit.set(1_000);
    clock.pass(3_600_000);
    await limit.take(250, never);
    expect(await isSettled(limit.take(1, never))).toBe(false);
    expect(waits).toEqual([1]);
  });
});

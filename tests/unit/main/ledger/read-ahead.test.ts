import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLedger } from '../../../../main/ledger/open-ledger.ts';
import { fillLedger } from '../../../helpers/fill-ledger.ts';
import { writeConfirmed } from '../../../helpers/sample-ledger.ts';
import { good, temporaryFolder } from '../../../helpers/submission-setup.ts';

const LIVES = 200;
/** Rows in one piece of the reading. */
const PIECE = 200;

let place: Awaited<ReturnType<typeof temporaryFolder>>;
const clock = { now: () => 5_000, monotonic: () => 0 };
const open = () => good(openLedger({ dataFolder: place.folder, clock }));

beforeEach(async () => {
  place = await temporaryFolder();
  const lives = Array.from({ length: LIVES }, (_, life) => `life-${life}`);
  fillLedger(place.folder, lives);
});
afterEach(() => place.remove());

/** How often others had their turn until this was done. */
async function turnsDuring(work: Promise<void>): Promise<number> {
  let turns = 0;
  let next = setImmediate(function count() {
    turns += 1;
    next = setImmediate(count);
  });
  await work;
  clearImmediate(next);
  return turns;
}

test('others have their turn between the pieces; what was read is not read again', async () => {
  const ledger = open();
  const pieces = (LIVES * 5) / PIECE;
  expect(await turnsDuring(ledger.readAhead())).toBeGreaterThanOrEqual(pieces - 1);
  expect(await turnsDuring(ledger.readAhead())).toBe(0);
  const head = writeConfirmed(ledger, 'one-more');
  expect(await turnsDuring(ledger.readAhead())).toBe(0);
  expect(ledger.verifyGrowth([head], 'one-more')).toEqual({ intact: true, rows: LIVES * 5 + 5 });
  ledger.close();
});

test('whoever asks while it reads waits for the same reading', async () => {
  const ledger = open();
  const order: string[] = [];
  const first = ledger.readAhead().then(() => order.push('first'));
  const second = ledger.readAhead().then(() => order.push('second'));
  setImmediate(() => order.push('others'));
  await Promise.all([first, second]);
  expect(order).toEqual(['others', 'first', 'second']);
  ledger.close();
});

test('closing the ledger ends it', async () => {
  const ledger = open();
  const reading = ledger.readAhead();
  ledger.close();
  await expect(reading).resolves.toBeUndefined();
});

import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fillLedger } from '../../../helpers/fill-ledger.ts';
import { createMemoryExchange } from '../../../helpers/memory-exchange.ts';
import { good, openService, type ServiceSetup, temporaryFolder } from '../../../helpers/submission-setup.ts';

const LIVES = Array.from({ length: 200 }, (_, life) => `life-${life}`);
const OLD = 'life-3';
let place: Awaited<ReturnType<typeof temporaryFolder>>;
let setup: ServiceSetup | null = null;

beforeEach(async () => {
  place = await temporaryFolder();
  fillLedger(place.folder, LIVES);
});
afterEach(async () => {
  await setup?.close();
  setup = null;
  await place.remove();
});

async function open(): Promise<ServiceSetup> {
  const { client, sessions } = createMemoryExchange();
  setup = await openService({ dataFolder: place.folder, client, sessions });
  return setup;
}

/** As somebody who has the file. */
function change(sql: string): void {
  const database = new DatabaseSync(path.join(place.folder, 'ledger.sqlite'));
  const triggers = database.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  database.exec(`PRAGMA foreign_keys = OFF; ${sql}`);
  database.close();
}

/** Makes the receipt; tells in how many places of the reading others had their turn. */
async function receiptOf(submissionId: string) {
  const { service } = setup ?? (await open());
  let turns = 0;
  let next = setImmediate(function count() {
    turns += 1;
    next = setImmediate(count);
  });
  const receipt = good(await service.receipt(submissionId));
  clearImmediate(next);
  return { receipt, turns };
}

test('the first receipt waits for the journal while others have their turn, the next one does not read it again', async () => {
  const first = await receiptOf(OLD);
  expect(first.receipt).toMatchObject({ chainIntact: true, submission: { submissionId: OLD, state: 'confirmed' } });
  expect(first.turns).toBeGreaterThanOrEqual(3);
  const second = await receiptOf('life-199');
  expect(second.receipt.rows.map(({ kind }) => kind)).toEqual(['drafted', 'checked', 'sending', 'sent', 'confirmed']);
  expect(second.receipt.chainIntact).toBe(true);
  expect(second.turns).toBe(0);
});

test.each([
  ['a row far from those that it shows', 'UPDATE journal SET at = at + 1 WHERE seq = 900'],
  ['a fact of another', "UPDATE drafts SET size = size + 1 WHERE draft_id = 'life-150'"],
  ['the end', 'DELETE FROM journal WHERE seq > 995'],
  ['the downloads', "INSERT INTO downloads VALUES ('x', 'SD1', '/', 'x', 1, 2, 3)"],
])('a receipt says that the journal is broken when this was changed while no program ran: %s', async (_what, sql) => {
  change(sql);
  for (const id of [OLD, 'life-4', OLD]) expect((await receiptOf(id)).receipt.chainIntact).toBe(false);
});

test('closing the program ends the wait', async () => {
  const { service, ledger } = await open();
  const receipt = service.receipt(OLD);
  await service.close();
  expect(await receipt).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  ledger.close();
  setup = null;
});

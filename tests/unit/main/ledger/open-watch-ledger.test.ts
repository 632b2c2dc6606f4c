import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Ledger, WatchFileFacts } from '../../../../main/ledger/ledger.ts';
import { openLedger } from '../../../../main/ledger/open-ledger.ts';
import { appError } from '../../../../shared/contract/errors.ts';
import { type HeldClock, holdClock } from '../../../helpers/held-clock.ts';
import { good } from '../../../helpers/submission-setup.ts';

let folder: string;
let clock: HeldClock;
let ledger: Ledger;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-watch-ledger-'));
  clock = holdClock();
  ledger = good(openLedger({ dataFolder: folder, clock }));
});
afterEach(async () => {
  ledger.close();
  await rm(folder, { recursive: true, force: true });
});

function facts(fileId: string, change: Partial<WatchFileFacts> = {}): WatchFileFacts {
  const rest = { root: '/root', folderId: 'SD1', name: `${fileId}.csv`, size: 3, modifiedAt: 5.25 };
  return { fileId, ...rest, seenAt: Math.round(clock.now()), ...change };
}

function reopen(): void {
  ledger.close();
  ledger = good(openLedger({ dataFolder: folder, clock }));
}

test('a terminal keeps its id', () => {
  const id = good(ledger.watch.terminalId());
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  reopen();
  expect(good(ledger.watch.terminalId())).toBe(id);
});

test('the newest choice for a folder counts', () => {
  const choice = {
    on: true,
    identity: 'SEHK Participant',
    participantCode: null,
    participantCodes: [],
    replace: false,
    late: false,
  };
  good(ledger.watch.choose('SD1', choice));
  good(ledger.watch.choose('ERR', { ...choice, participantCode: '01234' }));
  good(ledger.watch.choose('SD1', { ...choice, on: false }));
  reopen();
  expect([...ledger.watch.choices()].map(([id, { on }]) => [id, on])).toEqual([
    ['ERR', true],
    ['SD1', false],
  ]);
});

test('files that came to no end are found again with what is known of them', () => {
  const why = { error: appError('file-empty'), findings: [] };
  for (const id of ['a', 'b', 'c']) good(ledger.watch.addFile(facts(id)));
  good(ledger.watch.note('a', 'claimed'));
  good(ledger.watch.note('b', 'moving', { target: 'SD1/error/b.csv', why, at: 7 }));
  good(ledger.watch.note('c', 'archived', { sha256: 'ab'.repeat(32) }));
  reopen();
  expect(ledger.watch.openFiles()).toEqual([
    { facts: facts('a'), newest: expect.objectContaining({ kind: 'claimed' }) },
    { facts: facts('b'), newest: expect.objectContaining({ detail: { target: 'SD1/error/b.csv', why, at: 7 } }) },
  ]);
  expect(ledger.watch.last('SD1', 'archived')?.newest.sha256).toBe('ab'.repeat(32));
});

test('what was taken last is told, and what was archived since a time is counted', () => {
  good(ledger.watch.addFile(facts('a')));
  good(ledger.watch.note('a', 'archived'));
  clock.pass(1_000);
  const since = clock.now();
  good(ledger.watch.addFile(facts('b')));
  good(ledger.watch.note('b', 'archived'));
  good(ledger.watch.addFile(facts('other', { folderId: 'ERR' })));
  good(ledger.watch.addFile(facts('lost')));
  good(ledger.watch.note('lost', 'gone'));
  expect(ledger.watch.lastTaken('SD1')?.fileId).toBe('b');
  expect(ledger.watch.lastTaken('none')).toBeNull();
  expect([ledger.watch.count('SD1', 'archived', since), ledger.watch.count('SD1', 'archived', 0)]).toEqual([1, 2]);
});

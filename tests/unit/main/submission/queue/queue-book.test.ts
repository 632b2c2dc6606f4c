import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../../../../../main/ledger/ledger.ts';
import { openLedger } from '../../../../../main/ledger/open-ledger.ts';
import { createQueueBook, type QueueBook } from '../../../../../main/submission/queue/queue-book.ts';
import { appError } from '../../../../../shared/contract/errors.ts';
import { type HeldClock, holdClock } from '../../../../helpers/held-clock.ts';
import { sampleChoices, sampleDraft, sampleSubmission, writeConfirmed } from '../../../../helpers/sample-ledger.ts';
import { good, temporaryFolder } from '../../../../helpers/submission-setup.ts';

const DAY_MS = 24 * 3_600_000;
let place: Awaited<ReturnType<typeof temporaryFolder>>;
let ledger: Ledger;
let clock: HeldClock;
let changes: number;

beforeEach(async () => {
  place = await temporaryFolder();
  clock = holdClock();
  ledger = good(openLedger({ dataFolder: place.folder, clock }));
  changes = 0;
});
afterEach(async () => {
  ledger.close();
  await place.remove();
});

function open(mindsPause = true): QueueBook {
  const onChange = () => {
    changes += 1;
  };
  return createQueueBook({ ledger, clock, mindsPause, onChange });
}

function submit(id: string): void {
  good(ledger.addDraft(sampleDraft(id), sampleChoices));
  good(ledger.addSubmission({ ...sampleSubmission(id), channel: 'sftp' }));
}

function note(book: QueueBook, id: string): void {
  const record = ledger.submission(id);
  if (record) book.note(record);
}

const ids = (book: QueueBook) => book.entries().map(({ submission }) => submission.submissionId);
const wish = (submissionId: string, changed = {}) => {
  return { submissionId, place: null, paused: false, retries: 0, retryAt: null, ...changed };
};

describe('what is in it', () => {
  test('at the start: what is open, what ended within a day, and nothing older', () => {
    writeConfirmed(ledger, 'old');
    clock.pass(DAY_MS + 1_000);
    writeConfirmed(ledger, 'new');
    submit('open');
    submit('failed');
    good(ledger.appendJournal('failed', 'failed', { error: appError('cancelled') }));
    expect(ids(open())).toEqual(['new', 'failed', 'open']);
  });

  test('one that is to be tried again stays, however long ago it failed', () => {
    submit('waits');
    good(ledger.appendJournal('waits', 'failed', { error: appError('unreachable', { retry: 'now' }) }));
    good(ledger.queue.keep([wish('waits', { retries: 1, retryAt: 5 })]));
    clock.pass(2 * DAY_MS);
    expect(ids(open())).toEqual(['waits']);
  });

  test('what ended leaves it after a day, when cleared, and when put aside', () => {
    const book = open();
    for (const id of ['a', 'b', 'c']) submit(id);
    good(ledger.appendJournal('b', 'failed', { error: appError('cancelled') }));
    for (const id of ['a', 'b', 'c']) note(book, id);
    writeConfirmed(ledger, 'd');
    note(book, 'd');
    good(book.keepState({ paused: false, clearedTo: 1_000 }));
    expect(ids(book)).toEqual(['a', 'b', 'c']);
    expect(ids(open())).toEqual(['b', 'a', 'c']);
    good(ledger.appendJournal('b', 'dismissed', {}));
    note(book, 'b');
    expect(ids(book)).toEqual(['a', 'c']);
    clock.pass(DAY_MS + 1);
    expect(ids(book)).toEqual(['a', 'c']);
  });
});

describe('wishes', () => {
  test('order, pauses and the next attempt are there after a restart', () => {
    const book = open();
    for (const id of ['a', 'b', 'c']) submit(id);
    for (const id of ['a', 'b', 'c']) note(book, id);
    expect(book.placeOf('a')).toBeLessThan(book.placeOf('b'));
    good(book.keep(wish('c', { place: 0.5 }), wish('b', { paused: true, retries: 3, retryAt: 77 })));
    const again = open();
    expect(again.placeOf('c')).toBe(0.5);
    expect(again.wishOf('b')).toEqual(wish('b', { paused: true, retries: 3, retryAt: 77 }));
    expect([again.isHeld('a'), again.isHeld('b')]).toEqual([false, true]);
    good(again.keepState({ paused: true, clearedTo: 0 }));
    expect(open().isHeld('a')).toBe(true);
    // A program that only came to send one file does not wait for somebody to end the pause.
    expect(open(false).isHeld('a')).toBe(false);
  });

  test('are forgotten with the end of what they were about', () => {
    const book = open();
    submit('a');
    note(book, 'a');
    good(book.keep(wish('a', { place: 9, retries: 1 })));
    good(ledger.appendJournal('a', 'sending', {}));
    good(ledger.appendJournal('a', 'refused', { error: appError('refused-by-exchange') }));
    note(book, 'a');
    expect(ledger.queue.wishes()).toEqual([]);
  });

  test('each change is told', () => {
    submit('a');
    const book = open();
    const before = changes;
    good(book.keep(wish('a', { paused: true })));
    book.progress({ submissionId: 'a', sentBytes: 10, totalBytes: 100, bytesPerSecond: 5 });
    good(book.keepState({ paused: true, clearedTo: 0 }));
    expect(changes).toBe(before + 3);
  });
});

describe('the batch', () => {
  const inBatch = (book: QueueBook) =>
    book
      .entries()
      .filter((entry) => entry.inBatch)
      .map(({ submission }) => submission.submissionId);

  test('holds what has been under way since the queue was last empty', () => {
    const book = open();
    for (const id of ['a', 'b']) submit(id);
    for (const id of ['a', 'b']) note(book, id);
    good(ledger.appendJournal('a', 'failed', { error: appError('cancelled') }));
    note(book, 'a');
    expect(inBatch(book)).toEqual(['a', 'b']);
    good(ledger.appendJournal('b', 'failed', { error: appError('cancelled') }));
    note(book, 'b');
    submit('c');
    note(book, 'c');
    expect(inBatch(book)).toEqual(['c']);
  });

  test('bytes that go a second time make no speed', () => {
    const book = open();
    submit('a');
    note(book, 'a');
    const tell = (sentBytes: number) =>
      book.progress({ submissionId: 'a', sentBytes, totalBytes: 100, bytesPerSecond: 1 });
    tell(80);
    clock.pass(10_000);
    expect(book.bytesPerSecond()).toBe(0);
    tell(10);
    tell(80);
    expect(book.bytesPerSecond()).toBe(0);
    tell(100);
    expect(book.bytesPerSecond()).toBeGreaterThan(0);
  });
});

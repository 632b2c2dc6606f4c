import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultKind } from '../../main/practice/faults/fault.ts';
import { type DownloadPractice, openDownloadPractice } from '../helpers/download-setup.ts';
import { patientDeadlines, shortDeadlines } from '../helpers/sftp-practice.ts';
import { good } from '../helpers/submission-setup.ts';

const NAME = 'SD_01234_20260522.csv.response.csv';
const PIECE = 128 * 1024;

/* Most wait for deadlines, several attempts each: they wait side by side, each at an exchange of its own. */
describe.concurrent('nothing hangs', () => {
  const ends: readonly Extract<FaultKind, 'reset' | 'fin' | 'black-hole' | 'channel-close' | 'half-open'>[] = [
    'reset',
    'fin',
    'black-hole',
    'channel-close',
    'half-open',
  ];
  const places = ['sftp/connect', 'sftp/list', 'sftp/open', 'sftp/stat', 'sftp/read'] as const;
  it.each(places.flatMap((place) => ends.map((end) => [end, place] as const)))('%s at %s', async (end, place) => {
    const deadlines = { ...shortDeadlines };
    const own = await openDownloadPractice({ deadlines });
    const { control } = own.practice.exchange;
    own.put(NAME, { content: randomBytes(200_000) });
    // Every attempt, those that are made by itself included.
    control.addFault({ endpoint: place, fault: { kind: end }, count: 50 });
    // Several attempts, side by side with others on a machine that may be busy.
    const limit = 4 * (shortDeadlines.connect + shortDeadlines.operation) + 10_000;
    const rows = await Promise.race([own.setup.fetch(), sleep(limit, 'hangs' as const)]);
    if (rows === 'hangs') throw new Error('hangs');
    const error = rows[0]?.error ?? own.setup.service.list(1).status.error;
    expect(error?.code).toMatch(/^(unreachable|timed-out|sftp-connection-refused)$/);
    expect(own.setup.names()).toEqual([]);
    control.clearFaults();
    // Nobody is silent any more; this machine may be busy.
    Object.assign(deadlines, patientDeadlines);
    expect(await own.setup.fetch()).toMatchObject([{ state: 'delivered' }]);
    await own.close();
  });
});

describe('what was broken off', () => {
  let own: DownloadPractice;
  beforeEach(async () => {
    own = await openDownloadPractice();
  });
  afterEach(() => own.close());

  it('goes on by itself after a cut, with what has come', async () => {
    const sha256 = own.put(NAME, { content: randomBytes(100 * PIECE) });
    let cut = false;
    own.setup.onStep = (step) => {
      if (cut || step !== 'download-bytes:10') return;
      cut = true;
      own.practice.fault('sftp/read', { kind: 'reset' });
    };
    expect(await own.setup.fetch()).toMatchObject([{ state: 'delivered', sha256 }]);
    expect(cut).toBe(true);
  });

  it('finishes by itself what an earlier run left, where a schedule was chosen', async () => {
    const sha256 = own.put(NAME, { content: randomBytes(120 * PIECE) });
    own.setup.onStep = (step) => {
      if (step === 'download-bytes:50') good(own.setup.service.cancel(null));
    };
    expect(await own.setup.fetch()).toMatchObject([{ state: 'new', error: null }]);
    await own.reopen({ everyMinutes: 60 });
    await expect.poll(() => own.setup.rows()[0]).toMatchObject({ state: 'delivered', sha256 });
    expect(own.setup.service.list(1).status).toMatchObject({ everyMinutes: 60, fixed: false });
  });

  it('takes a second wish while the first is under way', async () => {
    own.put(NAME, { content: randomBytes(5_000_000) });
    let asked = false;
    own.setup.onStep = () => {
      if (asked) return;
      asked = true;
      own.put('later.csv', { content: 'a' });
      good(own.setup.service.fetch({}));
      good(own.setup.service.fetch({}));
    };
    expect((await own.setup.fetch()).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    expect(own.setup.service.fetch({ downloadIds: ['nobody'] })).toMatchObject({
      error: { code: 'download-not-found' },
    });
    expect(own.setup.service.cancel('nobody')).toMatchObject({ error: { code: 'download-not-found' } });
  });

  it('stops one file when it is cancelled, and goes on with it at the next fetch', async () => {
    const sha256 = own.put(NAME, { content: randomBytes(120 * PIECE) });
    own.setup.onStep = (step) => {
      if (step === 'download-bytes:50') good(own.setup.service.cancel(own.setup.rows()[0]?.downloadId ?? ''));
    };
    expect(await own.setup.fetch()).toMatchObject([{ state: 'new', error: null }]);
    expect(own.unfinished()).toHaveLength(1);
    let pieces = 0;
    own.setup.onStep = (step) => {
      if (step.startsWith('download-bytes')) pieces += 1;
    };
    expect(await own.setup.fetch()).toMatchObject([{ state: 'delivered', sha256 }]);
    expect(pieces).toBeLessThan(120 - 40);
    expect(own.unfinished()).toEqual([]);
  });
});

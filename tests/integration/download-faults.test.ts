import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultKind } from '../../main/practice/faults/fault.ts';
import { type DownloadSetup, openDownloads, putResult } from '../helpers/download-setup.ts';
import { type SftpPractice, setUpSftpPractice, shortDeadlines } from '../helpers/sftp-practice.ts';
import { good, temporaryFolder } from '../helpers/submission-setup.ts';

const NAME = 'SD_01234_20260522.csv.response.csv';
let practice: SftpPractice;
let local: Awaited<ReturnType<typeof temporaryFolder>>;
let setup: DownloadSetup;

beforeEach(async () => {
  practice = await setUpSftpPractice();
  local = await temporaryFolder();
  setup = openDownloads({ dataFolder: local.folder, practice, deadlines: shortDeadlines });
});
afterEach(async () => {
  await setup.close();
  await practice.close();
  await local.remove();
});

const put = (name: string, file: Parameters<typeof putResult>[2]) => putResult(practice.stateFolder, name, file);
const unfinished = () => {
  const folder = setup.inbox('.fetching');
  return existsSync(folder) ? readdirSync(folder) : [];
};

describe('nothing hangs', () => {
  const ends: readonly Extract<FaultKind, 'reset' | 'fin' | 'black-hole' | 'channel-close' | 'half-open'>[] = [
    'reset',
    'fin',
    'black-hole',
    'channel-close',
    'half-open',
  ];
  const places = ['sftp/connect', 'sftp/list', 'sftp/open', 'sftp/stat', 'sftp/read'] as const;
  it.each(places.flatMap((place) => ends.map((end) => [end, place] as const)))('%s at %s', async (end, place) => {
    put(NAME, { content: randomBytes(200_000) });
    // Every attempt, those that are made by itself included.
    practice.exchange.control.addFault({ endpoint: place, fault: { kind: end }, count: 50 });
    const limit = 4 * (shortDeadlines.connect + shortDeadlines.operation) + 1000;
    const rows = await Promise.race([setup.fetch(), sleep(limit, 'hangs' as const)]);
    if (rows === 'hangs') throw new Error('hangs');
    const error = rows[0]?.error ?? setup.service.list(1).status.error;
    expect(error?.code).toMatch(/^(unreachable|timed-out|sftp-connection-refused)$/);
    expect(setup.names()).toEqual([]);
    practice.exchange.control.clearFaults();
    expect(await setup.fetch()).toMatchObject([{ state: 'delivered' }]);
  });

  it('goes on by itself after a cut, with what has come', async () => {
    const sha256 = put(NAME, { content: randomBytes(20_000_000) });
    let cut = false;
    setup.onStep = (step) => {
      if (cut || step !== 'download-bytes:40') return;
      cut = true;
      practice.fault('sftp/read', { kind: 'reset' });
    };
    expect(await setup.fetch()).toMatchObject([{ state: 'delivered', sha256 }]);
    expect(cut).toBe(true);
  });

  it('finishes by itself what an earlier run left, where a schedule was chosen', async () => {
    const sha256 = put(NAME, { content: randomBytes(30_000_000) });
    setup.onStep = (step) => {
      if (step === 'download-bytes:100') good(setup.service.cancel(null));
    };
    expect(await setup.fetch()).toMatchObject([{ state: 'new', error: null }]);
    await setup.close();
    setup = openDownloads({ dataFolder: local.folder, practice, everyMinutes: 60 });
    await expect.poll(() => setup.rows()[0]).toMatchObject({ state: 'delivered', sha256 });
    expect(setup.service.list(1).status).toMatchObject({ everyMinutes: 60, fixed: false });
  });

  it('takes a second wish while the first is under way', async () => {
    put(NAME, { content: randomBytes(5_000_000) });
    let asked = false;
    setup.onStep = () => {
      if (asked) return;
      asked = true;
      put('later.csv', { content: 'a' });
      good(setup.service.fetch({}));
      good(setup.service.fetch({}));
    };
    expect((await setup.fetch()).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    expect(setup.service.fetch({ downloadIds: ['nobody'] })).toMatchObject({ error: { code: 'download-not-found' } });
    expect(setup.service.cancel('nobody')).toMatchObject({ error: { code: 'download-not-found' } });
  });

  it('stops one file when it is cancelled, and goes on with it at the next fetch', async () => {
    const sha256 = put(NAME, { content: randomBytes(30_000_000) });
    setup.onStep = (step) => {
      if (step === 'download-bytes:50') good(setup.service.cancel(setup.rows()[0]?.downloadId ?? ''));
    };
    expect(await setup.fetch()).toMatchObject([{ state: 'new', error: null }]);
    expect(unfinished()).toHaveLength(1);
    let pieces = 0;
    setup.onStep = (step) => {
      if (step.startsWith('download-bytes')) pieces += 1;
    };
    expect(await setup.fetch()).toMatchObject([{ state: 'delivered', sha256 }]);
    expect(pieces).toBeLessThan(30_000_000 / (128 * 1024) - 40);
    expect(unfinished()).toEqual([]);
  });
});

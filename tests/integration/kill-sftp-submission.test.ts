import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forkPractice, type RunningPractice, startPractice } from '../../main/app/start-practice.ts';
import { makeSshKey } from '../../main/practice/sftp/make-ssh-key.ts';
import { filesAtExchange } from '../helpers/files-at-exchange.ts';
import type { KillOrder } from '../helpers/kill-order.ts';
import { practiceUser } from '../helpers/practice-setup.ts';
import { runKillChild } from '../helpers/run-kill-child.ts';
import { SFTP_USER } from '../helpers/sftp-practice.ts';

/*
 * As kill-submission.test.ts, by SFTP: the program is ended by SIGKILL at each step that makes a difference on the server or in the
 * ledger, and a second process over the same data folder finishes it. All points by `npm run soak`, a few in `npm test`.
 */
const entry = path.resolve(import.meta.dirname, '../../main/practice/start.ts');
const isSoak = process.env.CCMS_SOAK === '1';
/** Four pieces on the wire. */
const content = 'trade_date,stock_code,amount\r\n'.padEnd(1_000_000, '2026-05-22,00005,1234567.89\r\n');
const sha256 = createHash('sha256').update(content).digest('hex');

interface Point {
  readonly step: string;
  /** Killed again at this step while it recovers. */
  readonly second?: string;
}

const sample: readonly Point[] = [
  { step: 'bytes:2' },
  { step: 'sftp-renamed:after' },
  { step: 'bytes:3', second: 'sftp-renamed:after' },
];
const rest: readonly Point[] = [
  { step: 'sftp-renamed:before' },
  { step: 'sent-recorded:after' },
  { step: 'checked-recorded:after' },
  { step: 'sending-recorded:before' },
  { step: 'sending-recorded:after' },
  { step: 'sftp-opened' },
  { step: 'bytes:1' },
  { step: 'bytes:4' },
  { step: 'sent-recorded:before' },
  { step: 'confirmed-recorded:before' },
  { step: 'confirmed-recorded:after' },
  { step: 'spool-removed:before' },
  { step: 'spool-removed:after' },
  { step: 'bytes:2', second: 'in-doubt-recorded:after' },
  { step: 'bytes:2', second: 'sending-recorded:after' },
  { step: 'bytes:4', second: 'bytes:1' },
  { step: 'sftp-renamed:before', second: 'sftp-renamed:before' },
  { step: 'sftp-renamed:after', second: 'confirmed-recorded:before' },
];

describe('a submission by SFTP that is killed', () => {
  const key = makeSshKey('ed25519').private;
  let folder = '';
  let practice: RunningPractice;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-kill-sftp-'));
    const started = await startPractice(forkPractice(entry), path.join(folder, 'exchange'));
    if (!started.ok) throw new Error(started.error.code);
    practice = started.value;
  });
  afterAll(async () => {
    practice.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function prepare(day: number): Promise<KillOrder> {
    const dataFolder = await mkdtemp(path.join(folder, 'data-'));
    const name = `SD_01234_202605${String(day).padStart(2, '0')}.csv`;
    await mkdir(dataFolder, { recursive: true });
    const file = { path: path.join(dataFolder, 'chosen.csv'), name, size: content.length };
    await writeFile(file.path, content);
    const { userId, password, email } = practiceUser(SFTP_USER);
    const user = { userId, password, email: email ?? '' };
    return { dataFolder, profile: practice.profile, user, file, killAt: null, sftpKey: key };
  }

  /** Names in the user's upload folder that are neither of them's final one. */
  async function stumps(): Promise<string[]> {
    const user = Buffer.from(SFTP_USER).toString('hex');
    const names = await readdir(path.join(folder, 'exchange', 'sftp', user, 'SD1', 'outbox'));
    return names.filter((name) => name.startsWith('.'));
  }

  const points = isSoak ? [...sample, ...rest] : sample;
  test.each(points.map((point, index) => ({ second: '', ...point, day: index + 1 })))(
    'at $step $second ends as one accepted file',
    async ({ step, second, day }) => {
      const order = await prepare(day);
      const fileName = order.file.name;
      for (const each of [step, second].filter(Boolean)) {
        expect(await runKillChild({ ...order, killAt: { step: each, time: 1 } })).toEqual({ kind: 'killed' });
      }
      expect(await runKillChild(order)).toEqual({
        kind: 'finished',
        report: {
          found: 'submission',
          submissions: [{ fileName, state: 'confirmed', sha256 }],
          chainIntact: true,
          spooled: 0,
        },
      });
      expect(await filesAtExchange(practice.profile, fileName)).toEqual([
        { fileName, sha256, status: 'accepted', channel: 'sftp' },
      ]);
      expect(await stumps()).toEqual([]);
    },
  );
});

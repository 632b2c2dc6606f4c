import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSshKey } from '../../main/practice/sftp/make-ssh-key.ts';
import { filesAtExchange } from '../helpers/files-at-exchange.ts';
import { type ForkedExchange, forkExchange } from '../helpers/fork-exchange.ts';
import type { KillOrder } from '../helpers/kill-order.ts';
import { practiceUser } from '../helpers/practice-setup.ts';
import { runKillChild } from '../helpers/run-kill-child.ts';
import { SFTP_USER } from '../helpers/sftp-practice.ts';

/*
 * As kill-submission.test.ts, by SFTP: the program is ended by SIGKILL at each step that makes a difference on the server or in the
 * ledger, and a second process over the same data folder finishes it. All points by `npm run soak`, a few in `npm test`.
 */
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
  let exchange: ForkedExchange;
  let day = 0;
  beforeAll(async () => {
    exchange = await forkExchange();
  });
  afterAll(() => exchange.close());

  async function prepare(day: number): Promise<KillOrder> {
    const dataFolder = await mkdtemp(path.join(exchange.folder, 'data-'));
    const name = `SD_01234_202605${String(day).padStart(2, '0')}.csv`;
    await mkdir(dataFolder, { recursive: true });
    const file = { path: path.join(dataFolder, 'chosen.csv'), name, size: content.length };
    await writeFile(file.path, content);
    const { userId, password, email } = practiceUser(SFTP_USER);
    const user = { userId, password, email: email ?? '' };
    return { dataFolder, profile: exchange.profile, user, file, killAt: null, sftpKey: key };
  }

  const outbox = () => path.join(exchange.stateFolder, 'sftp', Buffer.from(SFTP_USER).toString('hex'), 'SD1', 'outbox');

  /** Hidden names that are left in the user's upload folder. */
  async function stumps(): Promise<string[]> {
    return (await readdir(outbox())).filter((name) => name.startsWith('.'));
  }

  /** Kills it at each step in turn, then lets it finish: confirmed in the ledger, and nothing left in the spool. */
  async function killAndFinish(order: KillOrder, steps: readonly string[]): Promise<void> {
    for (const step of steps) {
      expect(await runKillChild({ ...order, killAt: { step, time: 1 } })).toEqual({ kind: 'killed' });
    }
    const submissions = [{ fileName: order.file.name, state: 'confirmed', sha256 }];
    const report = { found: 'submission', submissions, chainIntact: true, spooled: 0 };
    expect(await runKillChild(order)).toEqual({ kind: 'finished', report });
  }

  const points = isSoak ? [...sample, ...rest] : sample;
  test.each(points.map((point, index) => ({ second: '', ...point, day: index + 1 })))(
    'at $step $second ends as one accepted file',
    async ({ step, second, day }) => {
      const order = await prepare(day);
      const fileName = order.file.name;
      await killAndFinish(order, [step, second].filter(Boolean));
      expect(await filesAtExchange(exchange.profile, fileName)).toEqual([
        { fileName, sha256, status: 'accepted', channel: 'sftp' },
      ]);
      expect(await stumps()).toEqual([]);
    },
  );

  // Only whole: what is killed there leaves part of the file under its final name.
  test
    .runIf(isSoak)
    .each([
      { steps: ['sftp-opened'] },
      { steps: ['bytes:3'] },
      { steps: ['bytes:4'] },
      { steps: ['bytes:2', 'bytes:3'] },
    ])('without rename, at $steps the final name has the whole file in the end', async ({ steps }) => {
    day += 1;
    const order = await prepare(30 - day);
    const { sftp } = order.profile;
    if (!sftp) throw new Error('the practice exchange has SFTP');
    const profile = { ...order.profile, sftp: { ...sftp, rename: false, confirm: 'read-back' as const } };
    await killAndFinish({ ...order, profile }, steps);
    expect(await readFile(path.join(outbox(), order.file.name), 'utf8')).toBe(content);
  });
});

import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesAtExchange } from '../helpers/files-at-exchange.ts';
import { type ForkedExchange, forkExchange } from '../helpers/fork-exchange.ts';
import type { KillOrder, KillReport } from '../helpers/kill-order.ts';
import { practiceUser } from '../helpers/practice-setup.ts';
import { runKillChild } from '../helpers/run-kill-child.ts';

/*
 * The program is ended by SIGKILL at each point of a submission; a second process over the same data folder then finishes it. The
 * exchange runs in a process of its own and must end with one accepted file each time, and the ledger must agree.
 */
/** Six pieces of 64 KB in the spool and on the wire. */
const PIECES = 6;
const content = 'trade_date,stock_code,amount\r\n'.padEnd(64 * 1024 * PIECES - 100, '2026-05-22,00005,1234567.89\r\n');
const sha256 = createHash('sha256').update(content).digest('hex');

type Found = KillReport['found'];
const points: readonly { step: string; time: number; found: Found }[] = [
  { step: 'spool-written:before', time: 1, found: 'nothing' },
  { step: 'spool-bytes', time: 1, found: 'nothing' },
  { step: 'spool-bytes', time: PIECES - 1, found: 'nothing' },
  { step: 'spool-written:after', time: 1, found: 'nothing' },
  { step: 'draft-recorded:before', time: 1, found: 'nothing' },
  { step: 'draft-recorded:after', time: 1, found: 'draft' },
  { step: 'checked-recorded:before', time: 1, found: 'draft' },
  { step: 'checked-recorded:after', time: 1, found: 'submission' },
  { step: 'sending-recorded:before', time: 1, found: 'submission' },
  { step: 'sending-recorded:after', time: 1, found: 'submission' },
  { step: 'bytes:1', time: 1, found: 'submission' },
  { step: 'bytes:2', time: 1, found: 'submission' },
  { step: `bytes:${PIECES}`, time: 1, found: 'submission' },
  { step: `bytes:${PIECES + 1}`, time: 1, found: 'submission' },
  { step: 'sent-recorded:before', time: 1, found: 'submission' },
  { step: 'sent-recorded:after', time: 1, found: 'submission' },
  { step: 'confirmed-recorded:before', time: 1, found: 'submission' },
  { step: 'confirmed-recorded:after', time: 1, found: 'submission' },
  { step: 'spool-removed:before', time: 1, found: 'submission' },
  { step: 'spool-removed:after', time: 1, found: 'submission' },
];

/** Two users, so that two processes may wait for their own one-time password at the same time. */
const idle = [
  { ...practiceUser('chan@firm.example'), code: '01234' },
  { ...practiceUser('yip@single.example'), code: '05678' },
];
const waiting: (() => void)[] = [];

async function withUser<T>(work: (user: (typeof idle)[number]) => Promise<T>): Promise<T> {
  while (idle.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
  const user = idle.pop();
  if (!user) throw new Error('no user is idle');
  try {
    return await work(user);
  } finally {
    idle.push(user);
    waiting.shift()?.();
  }
}

describe.concurrent('a submission that is killed', () => {
  let exchange: ForkedExchange;
  beforeAll(async () => {
    exchange = await forkExchange();
  });
  afterAll(() => exchange.close());

  async function prepare(day: number, user: (typeof idle)[number]): Promise<KillOrder> {
    const dataFolder = path.join(exchange.folder, `data-${day}`);
    await mkdir(dataFolder);
    const name = `SD_${user.code}_202605${String(day).padStart(2, '0')}.csv`;
    const file = { path: path.join(exchange.folder, name), name, size: content.length };
    await writeFile(file.path, content);
    const { userId, password, email } = user;
    return {
      dataFolder,
      profile: exchange.profile,
      user: { userId, password, email: email ?? '' },
      file,
      killAt: null,
    };
  }

  async function expectOneFile(order: KillOrder, found: Found): Promise<void> {
    const outcome = await runKillChild(order);
    const fileName = order.file.name;
    const report = { found, submissions: [{ fileName, state: 'confirmed', sha256 }], chainIntact: true, spooled: 0 };
    expect(outcome).toEqual({ kind: 'finished', report });
    expect(await filesAtExchange(exchange.profile, fileName)).toEqual([
      { fileName, sha256, status: 'accepted', channel: 'web' },
    ]);
  }

  test.each(points.map((point, index) => ({ ...point, day: index + 1 })))(
    'at $step (time $time) ends as one accepted file',
    ({ step, time, found, day }) =>
      withUser(async (user) => {
        const order = await prepare(day, user);
        expect(await runKillChild({ ...order, killAt: { step, time } })).toEqual({ kind: 'killed' });
        await expectOneFile(order, found);
      }),
  );

  test.each([
    { second: 'in-doubt-recorded:after', day: 21 },
    { second: 'sending-recorded:after', day: 22 },
    { second: 'bytes:3', day: 23 },
    { second: 'confirmed-recorded:before', day: 24 },
  ])('and killed again while it recovers, at $second, ends as one accepted file', ({ second, day }) =>
    withUser(async (user) => {
      const order = await prepare(day, user);
      const first = { step: 'bytes:4', time: 1 };
      expect(await runKillChild({ ...order, killAt: first })).toEqual({ kind: 'killed' });
      expect(await runKillChild({ ...order, killAt: { step: second, time: 1 } })).toEqual({ kind: 'killed' });
      await expectOneFile(order, 'submission');
    }),
  );
});

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runWatchChild, type WatchChildOrder } from '../helpers/run-watch-child.ts';
import { type SftpPractice, setUpSftpPractice } from '../helpers/sftp-practice.ts';
import { drop, fileName, filesBelow, keychainWith, localPaths } from '../helpers/watch-terminal.ts';

/*
 * Files are dropped while the program is ended by SIGKILL again and again, at different points; the next start goes on. In the end the
 * exchange has each file once and the archive has each file once, with its receipt. In full with CCMS_SOAK.
 */
const IN_FULL = Boolean(process.env.CCMS_SOAK);
const FILES = IN_FULL ? 1_000 : 30;
const points = [
  'watch-seen:after',
  'watch-renamed',
  'watch-claimed:after',
  'spool-bytes',
  'draft-recorded:after',
  'checked-recorded:after',
  'sending-recorded:after',
  'sftp-renamed:after',
  'confirmed-recorded:after',
  'watch-submitted:before',
  'watch-submitted:after',
  'watch-moving:after',
  'watch-companion',
  'watch-moved',
  'watch-archived:before',
  'watch-archived:after',
];
const sampled = ['watch-renamed', 'sftp-renamed:after', 'watch-moved'];

let practice: SftpPractice;
let folder: string;
let order: WatchChildOrder;

beforeAll(async () => {
  practice = await setUpSftpPractice();
  folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-watch-kill-'));
  const { profile } = practice.exchange;
  const keychain = await keychainWith(profile, practice.privateKey);
  order = { profile, keychain, dataFolder: path.join(folder, 'data'), filesRoot: path.join(folder, 'files') };
});
afterAll(async () => {
  await practice.close();
  await rm(folder, { recursive: true, force: true });
});

test(
  `${FILES} files that are dropped while the program is killed are accepted once and archived once`,
  async () => {
    const names = Array.from({ length: FILES }, (_, index) => fileName(index));
    const steps = IN_FULL ? points : sampled;
    const perKill = Math.floor(FILES / (steps.length + 1));
    let dropped = 0;
    for (const step of steps) {
      for (const name of names.slice(dropped, dropped + perKill)) await drop(order.filesRoot, name);
      dropped += perKill;
      const child = runWatchChild({ ...order, killAt: { step, time: 1 + Math.floor(perKill / 3) } });
      const { signal, said } = await child.ended;
      expect(said).toBe('');
      expect(signal, step).toBe('SIGKILL');
    }
    for (const name of names.slice(dropped)) await drop(order.filesRoot, name);
    const last = runWatchChild(order);
    const { archive, error, outbox } = localPaths(order.filesRoot);
    await expect
      .poll(async () => (await filesBelow(archive)).length, { timeout: IN_FULL ? 600_000 : 40_000, interval: 250 })
      .toBe(2 * FILES);
    await expect.poll(async () => (await filesBelow(outbox)).length).toBe(1);
    await last.end();

    const archived = (await filesBelow(archive)).map((each) => path.basename(each));
    expect(archived.filter((each) => !each.endsWith('.receipt.csv')).sort()).toEqual([...names].sort());
    expect(archived.filter((each) => each.endsWith('.receipt.csv'))).toHaveLength(FILES);
    expect(await filesBelow(error)).toEqual([]);
    const accepted = practice.exchange.control.files().map((file) => file.fileName);
    expect([...accepted].sort()).toEqual([...names].sort());
  },
  IN_FULL ? 1_200_000 : 60_000,
);

test(
  'a file that would be refused is in the error folder once, with its reason, at whichever point the program ended',
  async () => {
    const steps = IN_FULL
      ? [
          'draft-recorded:after',
          'watch-moving:before',
          'watch-moving:after',
          'watch-companion',
          'watch-moved',
          'watch-errored:before',
        ]
      : ['watch-moving:before', 'watch-companion'];
    const { error, outbox, archive } = localPaths(order.filesRoot);
    const before = await filesBelow(archive);
    const names = steps.map((_, index) => fileName(index, '09999'));
    for (const [index, step] of steps.entries()) {
      await drop(order.filesRoot, names[index] ?? '');
      const { signal, said } = await runWatchChild({ ...order, killAt: { step, time: 1 } }).ended;
      expect(said).toBe('');
      expect(signal, step).toBe('SIGKILL');
    }
    const last = runWatchChild(order);
    await expect.poll(async () => (await filesBelow(error)).length, { timeout: 20_000 }).toBe(2 * names.length);
    await expect.poll(async () => (await filesBelow(outbox)).length).toBe(1);
    await last.end();
    expect(await filesBelow(error)).toEqual(names.flatMap((name) => [name, `${name}.why.txt`]).sort());
    expect(await filesBelow(archive)).toEqual(before);
  },
  IN_FULL ? 120_000 : 60_000,
);

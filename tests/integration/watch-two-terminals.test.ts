import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runWatchChild, type WatchChild, type WatchChildOrder } from '../helpers/run-watch-child.ts';
import { type SftpPractice, setUpSftpPractice } from '../helpers/sftp-practice.ts';
import { drop, fileName, filesBelow, keychainWith, localPaths } from '../helpers/watch-terminal.ts';

/* Two terminals, each a process with a data folder of its own, over one root of local folders as on a share. */
let practice: SftpPractice;
let folder: string;
let root: string;
let keychain: readonly (readonly [string, string])[];
const children = new Set<WatchChild>();

beforeEach(async () => {
  practice = await setUpSftpPractice();
  folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-watch-two-'));
  root = path.join(folder, 'share');
  keychain = await keychainWith(practice.exchange.profile, practice.privateKey);
});
afterEach(async () => {
  for (const child of children) child.signal('SIGKILL');
  await Promise.all([...children].map((child) => child.ended));
  children.clear();
  await practice.close();
  await rm(folder, { recursive: true, force: true });
});

function start(name: string, killAt?: WatchChildOrder['killAt']): WatchChild {
  const { profile } = practice.exchange;
  const dataFolder = path.join(folder, name);
  const child = runWatchChild({ profile, keychain, filesRoot: root, dataFolder, ...(killAt ? { killAt } : {}) });
  children.add(child);
  return child;
}

const leaseOf = (child: WatchChild) => child.view()?.lease.kind;
const accepted = () => practice.exchange.control.files().map((file) => file.fileName);
const archived = async () =>
  (await filesBelow(localPaths(root).archive)).filter((each) => !each.endsWith('.csv.receipt.csv'));

async function expectOnce(names: readonly string[]): Promise<void> {
  expect([...accepted()].sort()).toEqual([...names].sort());
  expect((await archived()).map((each) => path.basename(each)).sort()).toEqual([...names].sort());
  expect(await filesBelow(localPaths(root).error)).toEqual([]);
}

/** In full with CCMS_SOAK. */
const FILES = process.env.CCMS_SOAK ? 100 : 30;

/** Two processes that start on a busy machine. */
const LONG = 150_000;

test(
  `${FILES} files on one share are sent once each, whichever of the two holds the lease`,
  async () => {
    const names = Array.from({ length: FILES }, (_, index) => fileName(index));
    const [one, other] = [start('one'), start('other')];
    await expect.poll(() => [leaseOf(one), leaseOf(other)].sort(), { timeout: 20_000 }).toEqual(['elsewhere', 'here']);
    for (const name of names) await drop(root, name);
    await expect.poll(async () => (await archived()).length, { timeout: 40_000 }).toBe(FILES);
    await expectOnce(names);
    // Who sent how many is the lease's affair (a busy machine may let it go over); that none was sent twice is not.
    const archivedBy = (child: WatchChild) => child.view()?.folders[0]?.counts.archivedToday ?? 0;
    await expect.poll(() => archivedBy(one) + archivedBy(other), { timeout: 20_000 }).toBe(FILES);
  },
  LONG,
);

test(
  'when the holder is killed the other takes over, and what the dead one took is its own to finish',
  async () => {
    const names = Array.from({ length: FILES }, (_, index) => fileName(index));
    // With a file in its hands that it has not yet begun to send.
    const first = start('first', { step: 'watch-claimed:after', time: 8 });
    await expect.poll(() => leaseOf(first), { timeout: 20_000 }).toBe('here');
    const second = start('second');
    await expect.poll(() => leaseOf(second), { timeout: 20_000 }).toBe('elsewhere');
    for (const name of names) await drop(root, name);
    expect((await first.ended).signal).toBe('SIGKILL');
    await expect.poll(() => leaseOf(second), { timeout: 20_000 }).toBe('here');
    // The second one finishes all that lay in the outbox, and shows what the first one had taken.
    const left = async () => FILES - (await archived()).length;
    await expect.poll(async () => (await left()) - (second.view()?.strangers.length ?? 0), { timeout: 30_000 }).toBe(0);
    expect(second.view()?.strangers.length).toBeGreaterThan(0);
    expect(second.view()?.strangers.every(({ pc }) => pc === os.hostname())).toBe(true);
    start('first');
    await expect.poll(left, { timeout: 30_000 }).toBe(0);
    await expectOnce(names);
  },
  LONG,
);

test(
  'a holder that was paused and comes back stops',
  async () => {
    const names = Array.from({ length: FILES }, (_, index) => fileName(index));
    const first = start('first');
    await expect.poll(() => leaseOf(first), { timeout: 20_000 }).toBe('here');
    const second = start('second');
    await expect.poll(() => leaseOf(second), { timeout: 20_000 }).toBe('elsewhere');
    for (const name of names) await drop(root, name);
    await expect.poll(async () => (await archived()).length, { interval: 10, timeout: 40_000 }).toBeGreaterThan(3);
    first.signal('SIGSTOP');
    await expect.poll(() => leaseOf(second), { timeout: 20_000 }).toBe('here');
    for (const [index, name] of names.entries()) if (index % 10 === 0) await drop(root, name.replace('01234', '01235'));
    first.signal('SIGCONT');
    await expect.poll(() => leaseOf(first), { timeout: 20_000 }).toBe('elsewhere');
    const all = [
      ...names,
      ...names.filter((_, index) => index % 10 === 0).map((name) => name.replace('01234', '01235')),
    ];
    await expect.poll(async () => (await archived()).length, { timeout: 40_000 }).toBe(all.length);
    await expectOnce(all);
  },
  LONG,
);

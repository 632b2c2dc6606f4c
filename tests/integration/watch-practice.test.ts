import { appendFileSync, readdirSync } from 'node:fs';
import { mkdtemp, open, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SftpPractice, setUpSftpPractice } from '../helpers/sftp-practice.ts';
import {
  drop,
  fileName,
  filesBelow,
  keychainWith,
  localPaths,
  openWatchTerminal,
  textBelow,
  type WatchTerminal,
  type WatchTerminalOptions,
  watchedFolder,
} from '../helpers/watch-terminal.ts';

let practice: SftpPractice;
let keychain: readonly (readonly [string, string])[];
let root: string;
let folder: string;
let terminal: WatchTerminal;
let number = 0;

beforeAll(async () => {
  practice = await setUpSftpPractice();
  keychain = await keychainWith(practice.exchange.profile, practice.privateKey);
});
afterAll(() => practice.close());
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-watch-'));
  root = path.join(folder, 'files');
});
afterEach(async () => {
  await terminal.close();
  practice.exchange.control.clearFaults();
  await rm(folder, { recursive: true, force: true });
});

async function start(change: Partial<WatchTerminalOptions> = {}): Promise<void> {
  const { profile } = practice.exchange;
  terminal = await openWatchTerminal({
    profile,
    dataFolder: path.join(folder, 'data'),
    filesRoot: root,
    keychain,
    ...change,
  });
}

/** A name that this test file used nowhere else. */
function newName(code?: string): string {
  number += 1;
  return fileName(number, code);
}

const received = (name: string) => practice.exchange.control.files().filter((file) => file.fileName === name);
const archived = () => filesBelow(localPaths(root).archive);
const errors = () => filesBelow(localPaths(root).error);

describe('a watch folder', () => {
  it('is off until the operator switches it on, and then sends, archives and writes the receipt', async () => {
    await start();
    const name = newName();
    await drop(root, name);
    expect((await terminal.folder()).on).toBe(false);
    expect(received(name)).toHaveLength(0);
    await terminal.watch();
    await expect.poll(archived).toHaveLength(2);
    const [file, receipt] = await archived();
    expect(path.basename(file ?? '')).toBe(name);
    expect(receipt).toBe(`${file}.receipt.csv`);
    expect(received(name)).toMatchObject([{ channel: 'sftp', status: 'accepted' }]);
    const text = await textBelow(localPaths(root).archive, '.receipt.csv');
    expect(text).toContain('"state","confirmed"');
    expect(text).toContain(received(name)[0]?.sha256);
    expect(await filesBelow(localPaths(root).outbox)).toEqual([expect.stringMatching(/terminal\.json$/)]);
    await expect
      .poll(() => terminal.folder())
      .toMatchObject({
        counts: { outbox: 0, sending: 0, archivedToday: 1, error: 0 },
        lastTaken: { fileName: name },
      });
  });

  it('waits for a file that is still being written, and leaves alone what is not finished', async () => {
    await start();
    await terminal.watch();
    const { outbox } = localPaths(root);
    const name = newName();
    const ignored = ['a.tmp', 'b.filepart', '~$c.csv', '.d.csv', 'e.part', 'f.crdownload', 'Thumbs.db'];
    for (const each of ignored) await writeFile(path.join(outbox, each), 'x');
    const handle = await open(path.join(outbox, name), 'w');
    for (let line = 0; line < 15; line += 1) {
      await handle.write(`line,${line}\n`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await handle.close();
    await expect.poll(archived).toHaveLength(2);
    expect(received(name)).toMatchObject([
      { size: (await stat(path.join(localPaths(root).archive, (await archived())[0] ?? ''))).size },
    ]);
    expect((await filesBelow(outbox)).filter((each) => ignored.includes(each))).toHaveLength(ignored.length);
  });

  it('puts what the exchange would refuse into the error folder and says why in both languages', async () => {
    await start();
    await terminal.watch({ participantCode: '01234' });
    await drop(root, 'SD_01235_20260522.csv');
    await drop(root, 'no-date-here.csv');
    await expect.poll(errors).toHaveLength(4);
    const other = await textBelow(localPaths(root).error, 'SD_01235_20260522.csv.why.txt');
    expect(other.startsWith('\uFEFF')).toBe(true);
    expect(other).toContain('says participant 01235, the form says 01234');
    expect(other).toContain('文件名稱的參與者是 01235，表格則是 01234');
    expect(other).toContain('2979 7222');
    const undated = await textBelow(localPaths(root).error, 'no-date-here.csv.why.txt');
    expect(undated).toContain('The Input Date is missing.');
    expect(undated).toContain('尚未填寫輸入日期。');
    expect(await terminal.call('draft/list', {})).toEqual([]);
    expect((await terminal.folder()).lastError?.error.code).toMatch(/^draft-(refused|incomplete)$/);
  });

  it('says what the exchange itself refused, and by which number', async () => {
    const folders = [{ ...watchedFolder, participantCodes: ['09999'] }];
    await start({ folders });
    await terminal.watch();
    const name = newName('09999');
    await drop(root, name);
    await expect.poll(errors).toHaveLength(2);
    expect(await textBelow(localPaths(root).error, '.why.txt')).toContain('P421');
    const [submission] = await terminal.call('submission/list', { limit: 1 });
    expect(submission).toMatchObject({ state: 'refused' });
  });

  it.each([
    { replace: false, there: 'the error folder' },
    { replace: true, there: 'the place of the earlier one' },
  ])('lets a second file of a name go to $there when replacing is $replace', async ({ replace }) => {
    await start();
    await terminal.watch({ replace });
    const name = newName();
    await drop(root, name, 'first,1\n');
    await expect.poll(archived).toHaveLength(2);
    await drop(root, name, 'second,2\n');
    await expect.poll(replace ? archived : errors).toHaveLength(replace ? 4 : 2);
    expect(received(name).map(({ status }) => status)).toEqual(replace ? ['accepted', 'replaced'] : ['accepted']);
    if (replace) expect((await archived()).filter((each) => /\.\d{6}\.csv$/.test(each))).toHaveLength(1);
  });

  it('holds files back outside of the hours of the profile, and says until when', async () => {
    const hour = new Date(Date.now() + 8 * 3_600_000).getUTCHours();
    const at = (hours: number) => `${String((hour + hours) % 24).padStart(2, '0')}:00`;
    const profile = { ...practice.exchange.profile, watch: { folders: { SD1: { from: at(3), until: at(6) } } } };
    await start({ profile });
    const { schedule } = await terminal.watch();
    expect(schedule).toMatchObject({ isOpen: false, from: at(3), changesAt: expect.any(Number) });
    await drop(root, newName());
    await expect.poll(async () => (await terminal.folder()).counts.outbox).toBe(1);
    await terminal.call('watch/view', {});
    expect(await archived()).toEqual([]);
  });

  it('puts a file after the cut-off into the error folder, unless late files were allowed', async () => {
    const folders = [{ ...watchedFolder, dueAt: Date.now() - 60_000 }];
    await start({ folders });
    expect(await terminal.watch()).toMatchObject({ cutOff: { state: 'passed' } });
    await drop(root, newName());
    await expect.poll(errors).toHaveLength(2);
    expect(await textBelow(localPaths(root).error, '.why.txt')).toContain('watch-cut-off-passed');
    await terminal.watch({ late: true });
    await drop(root, newName());
    await expect.poll(archived).toHaveLength(2);
  });

  it('takes nothing without an SFTP key, and says so', async () => {
    await start({ keychain: [] });
    await terminal.watch();
    await drop(root, newName());
    await expect.poll(async () => (await terminal.call('watch/view', {})).trouble?.code).toBe('sftp-key-missing');
    await expect.poll(async () => (await terminal.folder()).counts).toMatchObject({ outbox: 1, sending: 0 });
  });

  it('asks for a file whose arrival is in doubt, and the exchange never has it twice', async () => {
    await start();
    practice.exchange.control.addFault({ endpoint: 'sftp/rename', fault: { kind: 'channel-close' }, count: 1 });
    await terminal.watch();
    const name = newName();
    await drop(root, name);
    await expect.poll(async () => [...(await archived()), ...(await errors())].length).toBe(2);
    expect(received(name).length).toBeLessThanOrEqual(1);
  });

  it('tells a file that was changed after it was sent', async () => {
    const name = newName();
    const change = (step: string) => {
      if (step !== 'watch-submitted:after') return;
      const { outbox } = localPaths(root);
      const claimed = readdirSync(outbox, { recursive: true, encoding: 'utf8' }).find((each) => each.endsWith(name));
      appendFileSync(path.join(outbox, claimed ?? ''), 'late\n');
    };
    await start({ adapters: { onStep: change } });
    await terminal.watch();
    await drop(root, name);
    await expect.poll(errors).toHaveLength(2);
    expect(await textBelow(localPaths(root).error, '.why.txt')).toContain('watch-file-changed');
    expect(received(name)).toHaveLength(1);
    expect(await archived()).toEqual([]);
  });

  it('goes on after a restart with what was left in every state', async () => {
    await start();
    await terminal.watch();
    const names = [newName(), newName(), newName()];
    for (const name of names) await drop(root, name);
    await expect.poll(async () => (await terminal.folder()).counts.outbox).toBeLessThan(3);
    await terminal.close();
    await start();
    await expect.poll(archived).toHaveLength(6);
    expect(names.flatMap(received)).toHaveLength(3);
  });

  it('counts a file of an old date as settled like any other', async () => {
    await start();
    const name = newName();
    await drop(root, name);
    await utimes(path.join(localPaths(root).outbox, name), 1_000, 1_000);
    await terminal.watch();
    await expect.poll(archived).toHaveLength(2);
  });
});

import { appendFileSync, readdirSync } from 'node:fs';
import { open, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hongKongMidnight } from '../../main/watch/schedule.ts';
import { prepareWatch } from '../helpers/prepare-watch.ts';
import { drop, filesBelow, hurriedTiming, localPaths, textBelow, watchedFolder } from '../helpers/watch-terminal.ts';

const watch = prepareWatch();

describe('a watch folder', () => {
  it('is off until the operator switches it on, and then sends, archives and writes the receipt', async () => {
    await watch.start();
    const name = watch.newName();
    await drop(watch.root, name);
    expect((await watch.terminal.folder()).on).toBe(false);
    expect(watch.received(name)).toHaveLength(0);
    await watch.terminal.watch();
    await expect.poll(watch.archived).toHaveLength(2);
    const [file, receipt] = await watch.archived();
    expect(path.basename(file ?? '')).toBe(name);
    expect(receipt).toBe(`${file}.receipt.csv`);
    expect(watch.received(name)).toMatchObject([{ channel: 'sftp', status: 'accepted' }]);
    const text = await textBelow(localPaths(watch.root).archive, '.receipt.csv');
    expect(text).toContain('"state","confirmed"');
    expect(text).toContain(watch.received(name)[0]?.sha256);
    expect(await filesBelow(localPaths(watch.root).outbox)).toEqual([expect.stringMatching(/terminal\.json$/)]);
    await expect
      .poll(() => watch.terminal.folder())
      .toMatchObject({
        counts: { outbox: 0, sending: 0, archivedToday: 1, error: 0 },
        lastTaken: { fileName: name },
      });
    // Nobody chose it on the screen: what the operator chose last stays.
    expect(await watch.terminal.call('settings/get', {})).toMatchObject({ lastFolderId: null, lastIdentity: null });
  });

  it('waits for a file that is still being written, and leaves alone what is not finished', async () => {
    // Much longer than the pause between two lines, also on a busy machine.
    await watch.start({ adapters: { watchTiming: { ...hurriedTiming, settleMs: 1_500 } } });
    await watch.terminal.watch();
    const { outbox } = localPaths(watch.root);
    const name = watch.newName();
    const ignored = ['a.tmp', 'b.filepart', '~$c.csv', '.d.csv', 'e.part', 'f.crdownload', 'Thumbs.db'];
    for (const each of ignored) await writeFile(path.join(outbox, each), 'x');
    const handle = await open(path.join(outbox, name), 'w');
    for (let line = 0; line < 15; line += 1) {
      await handle.write(`line,${line}\n`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await handle.close();
    await expect.poll(watch.archived).toHaveLength(2);
    expect(watch.received(name)).toMatchObject([
      { size: (await stat(path.join(localPaths(watch.root).archive, (await watch.archived())[0] ?? ''))).size },
    ]);
    expect((await filesBelow(outbox)).filter((each) => ignored.includes(each))).toHaveLength(ignored.length);
  });

  it('puts what the exchange would refuse into the error folder and says why in both languages', async () => {
    await watch.start();
    await watch.terminal.watch({ participantCode: '01234' });
    await drop(watch.root, 'SD_01235_20260522.csv');
    await drop(watch.root, 'no-date-here.csv');
    await expect.poll(watch.errors).toHaveLength(4);
    const other = await textBelow(localPaths(watch.root).error, 'SD_01235_20260522.csv.why.txt');
    expect(other.startsWith('\uFEFF')).toBe(true);
    expect(other).toContain('says participant 01235, the form says 01234');
    expect(other).toContain('文件名稱的參與者是 01235，表格則是 01234');
    expect(other).toContain('2979 7222');
    const undated = await textBelow(localPaths(watch.root).error, 'no-date-here.csv.why.txt');
    expect(undated).toContain('The Input Date is missing.');
    expect(undated).toContain('尚未填寫輸入日期。');
    expect(await watch.terminal.call('draft/list', {})).toEqual([]);
    expect((await watch.terminal.folder()).lastError?.error.code).toMatch(/^draft-(refused|incomplete)$/);
  });

  it('says what the exchange itself refused, and by which number', async () => {
    const folders = [{ ...watchedFolder, participantCodes: ['09999'] }];
    await watch.start({ folders });
    await watch.terminal.watch();
    const name = watch.newName('09999');
    await drop(watch.root, name);
    await expect.poll(watch.errors).toHaveLength(2);
    expect(await textBelow(localPaths(watch.root).error, '.why.txt')).toContain('P421');
    const [submission] = await watch.terminal.call('submission/list', { limit: 1 });
    expect(submission).toMatchObject({ state: 'refused' });
  });

  it.each([
    { replace: false, there: 'the error folder' },
    { replace: true, there: 'the place of the earlier one' },
  ])('lets a second file of a name go to $there when replacing is $replace', async ({ replace }) => {
    await watch.start();
    await watch.terminal.watch({ replace });
    const name = watch.newName();
    await drop(watch.root, name, 'first,1\n');
    await expect.poll(watch.archived).toHaveLength(2);
    await drop(watch.root, name, 'second,2\n');
    await expect.poll(replace ? watch.archived : watch.errors).toHaveLength(replace ? 4 : 2);
    expect(watch.received(name).map(({ status }) => status)).toEqual(replace ? ['accepted', 'replaced'] : ['accepted']);
    if (replace) expect((await watch.archived()).filter((each) => /\.\d{6}\.csv$/.test(each))).toHaveLength(1);
  });

  it('holds files back outside of the hours of the profile, and says until when', async () => {
    const hour = new Date(Date.now() + 8 * 3_600_000).getUTCHours();
    const at = (hours: number) => `${String((hour + hours) % 24).padStart(2, '0')}:00`;
    const profile = { ...watch.practice.exchange.profile, watch: { folders: { SD1: { from: at(3), until: at(6) } } } };
    await watch.start({ profile });
    const { schedule } = await watch.terminal.watch();
    expect(schedule).toMatchObject({ isOpen: false, from: at(3), changesAt: expect.any(Number) });
    await drop(watch.root, watch.newName());
    await expect.poll(async () => (await watch.terminal.folder()).counts.outbox).toBe(1);
    await watch.terminal.call('watch/view', {});
    expect(await watch.archived()).toEqual([]);
  });

  it('puts a file after the cut-off into the error folder, unless late files were allowed', async () => {
    const folders = [{ ...watchedFolder, dueAt: hongKongMidnight(Date.now()) }];
    await watch.start({ folders });
    expect(await watch.terminal.watch()).toMatchObject({ cutOff: { state: 'passed' } });
    await drop(watch.root, watch.newName());
    await expect.poll(watch.errors).toHaveLength(2);
    expect(await textBelow(localPaths(watch.root).error, '.why.txt')).toContain('watch-cut-off-passed');
    await watch.terminal.watch({ late: true });
    await drop(watch.root, watch.newName());
    await expect.poll(watch.archived).toHaveLength(2);
  });

  it('warns in the last minutes before the cut-off, and sends', async () => {
    await watch.start({ folders: [{ ...watchedFolder, dueAt: Date.now() + 10 * 60_000 }] });
    expect(await watch.terminal.watch()).toMatchObject({ cutOff: { state: 'soon' } });
    await drop(watch.root, watch.newName());
    await expect.poll(watch.archived).toHaveLength(2);
  });

  it('takes nothing without an SFTP key, and says so', async () => {
    await watch.start({ keychain: [] });
    await watch.terminal.watch();
    await drop(watch.root, watch.newName());
    await expect.poll(async () => (await watch.terminal.call('watch/view', {})).trouble?.code).toBe('sftp-key-missing');
    await expect.poll(async () => (await watch.terminal.folder()).counts).toMatchObject({ outbox: 1, sending: 0 });
  });

  it('asks for a file whose arrival is in doubt, and the exchange never has it twice', async () => {
    await watch.start();
    watch.practice.exchange.control.addFault({ endpoint: 'sftp/rename', fault: { kind: 'channel-close' }, count: 1 });
    await watch.terminal.watch();
    const name = watch.newName();
    await drop(watch.root, name);
    await expect.poll(async () => [...(await watch.archived()), ...(await watch.errors())].length).toBe(2);
    expect(watch.received(name).length).toBeLessThanOrEqual(1);
  });

  it('leaves a failure that may pass to the queue, which tries again by itself', async () => {
    await watch.start();
    watch.practice.exchange.control.addFault({ endpoint: 'sftp/open', fault: { kind: 'reset' }, count: 1 });
    await watch.terminal.watch();
    const name = watch.newName();
    await drop(watch.root, name);
    const newest = async () => (await watch.terminal.call('submission/list', { limit: 1 }))[0]?.state;
    await expect.poll(newest).toBe('failed');
    await expect.poll(watch.archived, { timeout: 20_000 }).toHaveLength(2);
    expect(watch.received(name)).toHaveLength(1);
    expect(await watch.errors()).toEqual([]);
  });

  it('tells a file that was changed after it was sent', async () => {
    const name = watch.newName();
    const change = (step: string) => {
      if (step !== 'watch-submitted:after') return;
      const { outbox } = localPaths(watch.root);
      const claimed = readdirSync(outbox, { recursive: true, encoding: 'utf8' }).find((each) => each.endsWith(name));
      appendFileSync(path.join(outbox, claimed ?? ''), 'late\n');
    };
    await watch.start({ adapters: { onStep: change } });
    await watch.terminal.watch();
    await drop(watch.root, name);
    await expect.poll(watch.errors).toHaveLength(2);
    expect(await textBelow(localPaths(watch.root).error, '.why.txt')).toContain('watch-file-changed');
    expect(watch.received(name)).toHaveLength(1);
    expect(await watch.archived()).toEqual([]);
  });

  it('goes on after a restart with what was left in every state', async () => {
    await watch.start();
    await watch.terminal.watch();
    const names = [watch.newName(), watch.newName(), watch.newName()];
    for (const name of names) await drop(watch.root, name);
    await expect.poll(async () => (await watch.terminal.folder()).counts.outbox).toBeLessThan(3);
    await watch.terminal.close();
    await watch.start();
    await expect.poll(watch.archived).toHaveLength(6);
    expect(names.flatMap(watch.received)).toHaveLength(3);
  });

  it('counts a file of an old date as settled like any other', async () => {
    await watch.start();
    const name = watch.newName();
    await drop(watch.root, name);
    await utimes(path.join(localPaths(watch.root).outbox, name), 1_000, 1_000);
    await watch.terminal.watch();
    await expect.poll(watch.archived).toHaveLength(2);
  });

  it('does not send a file whose draft somebody took off the screen', async () => {
    await watch.start({
      adapters: {
        onStep: (step) => {
          if (step !== 'draft-recorded:after') return;
          queueMicrotask(() => {
            void watch.terminal.call('draft/list', {}).then(([draft]) => {
              if (draft) void watch.terminal.tryCall('draft/remove', { draftId: draft.draftId });
            });
          });
        },
      },
    });
    await watch.terminal.watch();
    await drop(watch.root, watch.newName());
    await expect.poll(async () => (await watch.archived()).length + (await watch.errors()).length).toBe(2);
    expect(await watch.terminal.call('draft/list', {})).toEqual([]);
  });
});

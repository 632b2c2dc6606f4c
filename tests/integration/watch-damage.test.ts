import { existsSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareWatch } from '../helpers/prepare-watch.ts';
import { drop, localPaths, textBelow } from '../helpers/watch-terminal.ts';

const watch = prepareWatch();
const view = () => watch.terminal.call('watch/view', {});

/** Does something once, between two steps of a file. */
function once(at: string, deed: () => void) {
  let isDone = false;
  return (step: string) => {
    if (isDone || step !== at) return;
    isDone = true;
    deed();
  };
}

describe('a root that goes away while a file is on its way', () => {
  it.each(['watch-renamed', 'watch-claimed:after', 'sending-recorded:after', 'watch-moving:after'])(
    'is not taken for a file that somebody removed (at %s)',
    async (step) => {
      const away = `${watch.root}-away`;
      await watch.start({ adapters: { onStep: once(step, () => renameSync(watch.root, away)) } });
      await watch.terminal.watch();
      const name = watch.newName();
      await drop(watch.root, name);
      await expect.poll(() => existsSync(away)).toBe(true);
      await expect.poll(async () => (await view()).lease.kind).toBe('unusable');
      await expect.poll(async () => (await view()).trouble?.code).toBe('local-folder-unusable');
      // As when a share is not mounted: nothing is made in its place.
      expect(existsSync(watch.root)).toBe(false);
      await rename(away, watch.root);
      await expect.poll(watch.archived).toHaveLength(2);
      expect(watch.received(name)).toHaveLength(1);
      expect((await view()).strangers).toEqual([]);
      expect(await watch.errors()).toEqual([]);
    },
  );
});

describe('a name', () => {
  it('that leaves no room for what goes beside it is shortened there', async () => {
    await watch.start();
    await watch.terminal.watch();
    const { outbox } = localPaths(watch.root);
    // 255 bytes, as long as a file system knows; twice, so that the second one needs another name there.
    const name = `no-date_${'長'.repeat(81)}.csv`;
    expect(Buffer.byteLength(name)).toBe(255);
    for (const count of [2, 4]) {
      await writeFile(path.join(outbox, name), 'a\n');
      await expect.poll(watch.errors).toHaveLength(count);
    }
    expect(await textBelow(localPaths(watch.root).error, '.why.txt')).toContain(name);
    await expect.poll(async () => (await watch.terminal.folder()).counts.sending).toBe(0);
  });

  it('of a link or a folder is left alone', async () => {
    await watch.start();
    await watch.terminal.watch();
    const { outbox } = localPaths(watch.root);
    const secret = path.join(watch.folder, 'secret.txt');
    await writeFile(secret, 'not for the exchange\n');
    const [link, folder, file] = [watch.newName(), watch.newName(), watch.newName()];
    await symlink(secret, path.join(outbox, link));
    await mkdir(path.join(outbox, folder));
    await drop(watch.root, file);
    await expect.poll(watch.archived).toHaveLength(2);
    expect([...watch.received(link), ...watch.received(folder)]).toEqual([]);
    expect(await watch.errors()).toEqual([]);
  });

  it('under which a link is put in the moment of taking it sends nothing of what the link points to', async () => {
    const secret = path.join(watch.folder, 'secret.txt');
    const name = watch.newName();
    const file = path.join(localPaths(watch.root).outbox, name);
    const content = 'secret1\n';
    writeFileSync(secret, content);
    const swap = once('watch-seen:after', () => {
      renameSync(file, `${file}.tmp`);
      symlinkSync(secret, file);
    });
    const occupy = once('watch-renamed', () => writeFileSync(file, 'occupied\n'));
    await watch.start({
      adapters: {
        onStep: (step) => {
          swap(step);
          occupy(step);
        },
      },
    });
    await watch.terminal.watch();
    await drop(watch.root, name, 'public1\n');
    await expect.poll(watch.archived).toHaveLength(2);
    expect(watch.received(name)).toMatchObject([{ size: 'occupied\n'.length }]);
    expect(await watch.errors()).toEqual([]);
  });
});

import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { prepareWatch } from '../helpers/prepare-watch.ts';
import { localPaths } from '../helpers/watch-terminal.ts';

const watch = prepareWatch();

it('gives nothing back from a terminal at work, though no folder is on here and the lease was not asked for', async () => {
  await watch.start();
  await watch.terminal.watch();
  await watch.terminal.watch({ on: false });
  const view = () => watch.terminal.call('watch/view', {});
  await expect.poll(async () => (await view()).lease.kind).toBe('none');
  const lease = path.join(watch.root, '.ccms-terminal.lease');
  await expect.poll(() => existsSync(lease)).toBe(false);
  const holder = randomUUID();
  const claim = { folderId: 'SD1', terminal: holder, claimId: randomUUID() };
  const name = watch.newName();
  const claimed = path.join(localPaths(watch.root).outbox, '.sending', holder, claim.claimId, name);
  await mkdir(path.dirname(claimed), { recursive: true });
  await writeFile(claimed, 'a,b\n');
  const held = { terminal: holder, pc: 'DESK-7', run: 'r', version: '1', since: 1, counter: '000000000001' };
  await writeFile(lease, JSON.stringify(held));
  expect((await view()).strangers).toMatchObject([{ terminal: holder }]);
  expect(await watch.terminal.tryCall('watch/giveBack', claim)).toMatchObject({ error: { code: 'watch-claim-alive' } });
  expect(existsSync(claimed)).toBe(true);
  // Its lease stands still for long enough: then it is gone, and the file may go back.
  const give = async () => (await watch.terminal.tryCall('watch/giveBack', claim)).ok;
  await expect.poll(give).toBe(true);
  expect(existsSync(path.join(localPaths(watch.root).outbox, name))).toBe(true);
  await expect.poll(() => existsSync(lease)).toBe(false);
});

import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mayOpen } from '../../../../../main/watch/take/may-open.ts';
import { temporaryFolder } from '../../../../helpers/submission-setup.ts';

let local: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  local = await temporaryFolder();
});
afterEach(() => local.remove());

test('a file may be taken when it can be opened, and one that has gone may not', async () => {
  const file = path.join(local.folder, 'a.csv');
  writeFileSync(file, 'a,b\n');
  expect(await mayOpen(file)).toBe(true);
  expect(await mayOpen(path.join(local.folder, 'gone.csv'))).toBe(false);
});

test.runIf(process.platform === 'linux')('whatever else is said of one file, the others can go on', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { fd } = (server as unknown as { _handle: { fd: number } })._handle;
  // A socket cannot be opened by its name: ENXIO. A disk or a share says EIO, a file that is only in the cloud UNKNOWN.
  expect(await mayOpen(`/proc/self/fd/${fd}`)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
});

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../../main/app/system-clock.ts';
import {
  createDownloadService,
  type DownloadServiceOptions,
} from '../../../../main/download/create-download-service.ts';
import type { DownloadDoor } from '../../../../main/download/download-service.ts';
import { openLedger } from '../../../../main/ledger/open-ledger.ts';
import { createLocalFolders } from '../../../../main/local-folders/create-local-folders.ts';
import type { SftpConnection } from '../../../../main/transfer/transfer.ts';
import { ok } from '../../../../shared/lib/result.ts';
import { good, temporaryFolder } from '../../../helpers/submission-setup.ts';

let local: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  local = await temporaryFolder();
});
afterEach(() => local.remove());

function open(plan: DownloadServiceOptions['plan'], door: DownloadDoor['open']) {
  const dataFolder = local.folder;
  const ledger = good(openLedger({ dataFolder, clock: systemClock }));
  const bugs: unknown[] = [];
  const service = createDownloadService({
    ledger,
    localFolders: createLocalFolders({ dataFolder, chosenRoot: () => null, subscribe: () => () => undefined }),
    help: { hotline: '', email: '' },
    plan,
    door: { ready: async () => null, open: door, close: () => undefined },
    clock: systemClock,
    pace: async () => undefined,
    publish: () => undefined,
    onStep: () => undefined,
    onBug: (cause) => bugs.push(cause),
    isScheduled: false,
    chosenMinutes: () => null,
    onChoice: () => () => undefined,
  });
  const close = async () => {
    await service.close();
    ledger.close();
  };
  return { service, bugs, close };
}

test('a bug while it fetches is told, and is no sign that there was nothing to fetch', async () => {
  const { service, bugs, close } = open({ folder: '/in' }, async () => {
    throw new TypeError('a bug');
  });
  good(service.fetch({}));
  await service.settled();
  expect(bugs).toHaveLength(1);
  expect(service.list(1).status).toMatchObject({ busy: 'no', error: { code: 'internal' } });
  await close();
});

test('no folder to look into is told, and is no sign that there was nothing new', async () => {
  // Nobody has ever logged in, and the profile names none.
  const connection = { close: () => undefined } as SftpConnection;
  const { service, close } = open({ folder: '/{folderId}/in' }, async () => ok(connection));
  good(service.fetch({}));
  await service.settled();
  expect(service.list(1).status).toMatchObject({ error: { code: 'download-unavailable' }, lookedAt: null });
  expect(service.fetch({ folderIds: ['SD1'] })).toMatchObject({ error: { code: 'download-folder-missing' } });
  await close();
});

test('a file that came before its new checksum is delivered once that is right, without anybody asking', async () => {
  const content = Buffer.from('new\n');
  const sha256 = createHash('sha256').update(content).digest('hex');
  let stated = 'f'.repeat(64);
  let brought = 0;
  const connection: Partial<SftpConnection> = {
    list: async () => ok({ entries: [{ name: 'result.csv', size: content.length, modifiedAt: 1_000 }], passedOver: 0 }),
    read: async () => ok(Buffer.from(`${stated}  result.csv\n`)),
    download: async ({ partFile }) => {
      brought += 1;
      writeFileSync(partFile, content);
      return ok({ sha256, resumedAt: 0 });
    },
    close: () => undefined,
  };
  const plan = { folder: '/in', checksumSuffix: '.sha256' };
  const { service, bugs, close } = open(plan, async () => ok(connection as SftpConnection));
  const fetch = async () => {
    good(service.fetch({}));
    await service.settled();
    return service.list(1).rows[0]?.state;
  };
  expect(await fetch()).toBe('checksum-differs');
  // Still that of the file before: nothing is fetched again for nothing.
  expect([await fetch(), brought]).toEqual(['checksum-differs', 1]);
  stated = sha256;
  expect([await fetch(), brought, bugs]).toEqual(['delivered', 2, []]);
  await close();
});

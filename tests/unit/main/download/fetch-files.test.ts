import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../../main/app/system-clock.ts';
import type { DownloadContext } from '../../../../main/download/context.ts';
import { fetchFiles } from '../../../../main/download/fetch-files.ts';
import { openLedger } from '../../../../main/ledger/open-ledger.ts';
import { createLocalFolders } from '../../../../main/local-folders/create-local-folders.ts';
import type { SftpConnection } from '../../../../main/transfer/transfer.ts';
import { appError } from '../../../../shared/contract/errors.ts';
import { err, ok } from '../../../../shared/lib/result.ts';
import { good, temporaryFolder } from '../../../helpers/submission-setup.ts';

let local: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  local = await temporaryFolder();
});
afterEach(() => local.remove());

test('a failure that cannot be written down is told of the whole: its row would say that nothing was tried', async () => {
  const dataFolder = local.folder;
  const ledger = good(openLedger({ dataFolder, clock: systemClock }));
  const file = {
    downloadId: 'd1',
    folderId: 'SD1',
    remoteFolder: '/in',
    fileName: 'a.csv',
    size: 4,
    modifiedAt: 1_000,
  };
  good(ledger.downloads.add([file]));
  const record = ledger.downloads.find('d1');
  if (!record) throw new Error('not in the ledger');
  const full = async () => err(appError('disk-full', { retry: 'now' as const }));
  const connection = { download: full, close: () => undefined } as unknown as SftpConnection;
  const context = {
    // The disk that has no room for the file has none for the row either.
    ledger: { ...ledger, downloads: { ...ledger.downloads, note: () => err(appError('disk-full', { retry: 'now' })) } },
    localFolders: createLocalFolders({ dataFolder, chosenRoot: () => null, subscribe: () => () => undefined }),
    plan: { folder: '/in' },
    clock: systemClock,
    onStep: () => undefined,
    pace: async () => undefined,
    publish: () => undefined,
    tell: () => undefined,
    live: new Map(),
  } as unknown as DownloadContext;
  const lease = { get: async () => ok(connection), drop: () => undefined, close: () => undefined };
  const signal = new AbortController().signal;
  expect(await fetchFiles(context, [record], { lease, signal })).toMatchObject({ error: { code: 'disk-full' } });
  ledger.close();
});

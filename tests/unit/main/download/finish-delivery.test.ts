import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../../main/app/system-clock.ts';
import type { DownloadContext } from '../../../../main/download/context.ts';
import { finishDelivery, partOf } from '../../../../main/download/deliver-file.ts';
import { openLedger } from '../../../../main/ledger/open-ledger.ts';
import { createLocalFolders } from '../../../../main/local-folders/create-local-folders.ts';
import { good, temporaryFolder } from '../../../helpers/submission-setup.ts';

const downloadId = 'd1';
const received = { sha256: 'a'.repeat(64), proof: 'checksum', localName: 'result.csv' } as const;
let local: Awaited<ReturnType<typeof temporaryFolder>>;
let context: DownloadContext;
let close: () => void;
let part: { readonly folder: string; readonly file: string };
const record = () => {
  const found = context.ledger.downloads.find(downloadId);
  if (!found) throw new Error('not in the ledger');
  return found;
};
const kind = () => record().newest.kind;

beforeEach(async () => {
  local = await temporaryFolder();
  const dataFolder = local.folder;
  const ledger = good(openLedger({ dataFolder, clock: systemClock }));
  close = ledger.close;
  const localFolders = createLocalFolders({ dataFolder, chosenRoot: () => null, subscribe: () => () => undefined });
  const plan = { folder: '/in' };
  context = { ledger, localFolders, plan, onStep: () => undefined } as unknown as DownloadContext;
  const place = { folderId: 'SD1', remoteFolder: '/in', fileName: 'result.csv', size: 4, modifiedAt: 1_000 };
  good(ledger.downloads.add([{ downloadId, ...place }]));
  good(ledger.downloads.note(downloadId, 'received', received));
  part = partOf(context, record());
});
afterEach(async () => {
  close();
  await local.remove();
});

test('a folder that a later attempt has only just made is no proof that the file was delivered', async () => {
  // The root was changed, or the part was removed by hand; then the line was cut before the first byte.
  mkdirSync(part.folder, { recursive: true });
  expect(good(await finishDelivery(context, record()))).toBe(false);
  expect(kind()).toBe('received');
});

test('a complete part that has gone from its place was delivered, whoever took it from the inbox', async () => {
  mkdirSync(part.folder, { recursive: true });
  writeFileSync(path.join(part.folder, 'data.json'), '{}');
  expect(good(await finishDelivery(context, record()))).toBe(true);
  expect(kind()).toBe('delivered');
});

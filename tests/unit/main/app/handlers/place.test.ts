import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placeHandlers } from '../../../../../main/app/handlers/place.ts';
import { systemClock } from '../../../../../main/app/system-clock.ts';
import type { Ledger } from '../../../../../main/ledger/ledger.ts';
import { openLedger } from '../../../../../main/ledger/open-ledger.ts';
import { createLocalFolders } from '../../../../../main/local-folders/create-local-folders.ts';
import type { LocalFolders } from '../../../../../main/local-folders/local-folders.ts';
import { appError } from '../../../../../shared/contract/errors.ts';
import { sampleFolder } from '../../../../helpers/sample-folder.ts';

const sha256 = 'b'.repeat(64);
const proof = 'checksum' as const;

describe('where files and folders lie', () => {
  let folder: string;
  let ledger: Ledger;
  let localFolders: LocalFolders;
  let seen: string[];
  let works: boolean;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-place-'));
    const opened = openLedger({ dataFolder: folder, clock: systemClock });
    if (!opened.ok) throw new Error(opened.error.code);
    ledger = opened.value;
    ledger.keepCatalogue([sampleFolder({})]);
    const options = { dataFolder: folder, chosenRoot: () => null, subscribe: () => () => undefined };
    localFolders = createLocalFolders(options);
    seen = [];
    works = true;
  });
  afterEach(async () => {
    ledger.close();
    await rm(folder, { recursive: true, force: true });
  });

  const fileManager = {
    async showFile(file: string) {
      seen.push(`file ${path.relative(folder, file)}`);
      return works;
    },
    async openFolder(opened: string) {
      seen.push(`folder ${path.relative(folder, opened)}`);
      return works;
    },
  };
  const handlers = () => placeHandlers({ ledger, localFolders, fileManager });
  /** A row for a file of SD1; its bytes are where `at` says, or nowhere. */
  async function add(downloadId: string, at: 'inbox' | 'error' | null, localName = `${downloadId}.csv`): Promise<void> {
    const facts = {
      folderId: 'SD1',
      remoteFolder: '/SD1/inbox',
      fileName: `${downloadId}.csv`,
      size: 3,
      modifiedAt: 1,
    };
    ledger.downloads.add([{ ...facts, downloadId }]);
    if (!at) return;
    const place = path.join(localFolders.pathOf('SD1', at), localName);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, 'a,b');
    const error = appError('download-differs');
    if (at === 'error') ledger.downloads.note(downloadId, 'kept-aside', { sha256, localName, error });
    else ledger.downloads.note(downloadId, 'delivered', { sha256, proof, localName, submissionId: null });
  }

  it('shows a file in the inbox under the name that it has there, and one that was kept aside', async () => {
    await add('one', 'inbox', 'one (2).csv');
    await add('two', 'error');
    expect(await handlers()['place/showDownload']({ downloadId: 'one' })).toEqual({
      ok: true,
      value: { kind: 'shown' },
    });
    expect(await handlers()['place/showDownload']({ downloadId: 'two' })).toMatchObject({ ok: true });
    expect(seen).toEqual(['file files/SD1/inbox/one (2).csv', 'file files/SD1/error/two.csv']);
  });

  it('opens a folder of the catalogue, and makes it where it is missing', async () => {
    for (const kind of ['outbox', 'inbox', 'archive', 'error'] as const) {
      expect(await handlers()['place/showFolder']({ folderId: 'SD1', kind })).toMatchObject({ ok: true });
    }
    expect(seen).toEqual(['outbox', 'inbox', 'archive', 'error'].map((kind) => `folder files/SD1/${kind}`));
  });

  it('tells the path where the host has no file manager', async () => {
    await add('one', 'inbox');
    const told = placeHandlers({ ledger, localFolders });
    const inbox = localFolders.pathOf('SD1', 'inbox');
    const file = { kind: 'path', path: path.join(inbox, 'one.csv') };
    expect(await told['place/showDownload']({ downloadId: 'one' })).toEqual({ ok: true, value: file });
    expect(await told['place/showFolder']({ folderId: 'SD1', kind: 'inbox' })).toEqual({
      ok: true,
      value: { kind: 'path', path: inbox },
    });
  });

  it.each(['SD2', '..', '../..', '/etc', 'SD1/inbox', 'C:\\Windows', '%2E%2E'])(
    'opens no folder %j',
    async (folderId) => {
      const shown = await handlers()['place/showFolder']({ folderId, kind: 'inbox' });
      expect(shown).toMatchObject({ ok: false, error: { code: 'place-gone' } });
      expect(seen).toEqual([]);
    },
  );

  it('refuses a file that nobody knows, that was not fetched, or that is gone', async () => {
    const code = async (downloadId: string) => {
      const shown = await handlers()['place/showDownload']({ downloadId });
      return shown.ok ? 'ok' : shown.error.code;
    };
    expect(await code('../../ledger.db')).toBe('download-not-found');
    await add('new', null);
    expect(await code('new')).toBe('place-gone');
    await add('gone', 'inbox');
    await rm(path.join(localFolders.pathOf('SD1', 'inbox'), 'gone.csv'));
    expect(await code('gone')).toBe('place-gone');
    await mkdir(path.join(localFolders.pathOf('SD1', 'inbox'), 'gone.csv'));
    expect(await code('gone')).toBe('place-gone');
    expect(seen).toEqual([]);
  });

  it('refuses what a link or a name leads out of the local folders', async () => {
    await add('out', 'inbox', path.join('..', '..', '..', 'out.csv'));
    await add('linked', 'inbox');
    const outside = path.join(folder, 'outside.csv');
    await writeFile(outside, 'a,b');
    const place = path.join(localFolders.pathOf('SD1', 'inbox'), 'linked.csv');
    await rm(place);
    await symlink(outside, place);
    for (const downloadId of ['out', 'linked']) {
      const shown = await handlers()['place/showDownload']({ downloadId });
      expect(shown).toMatchObject({ ok: false, error: { code: 'place-outside' } });
    }
    const archive = localFolders.pathOf('SD1', 'archive');
    await symlink(os.tmpdir(), archive);
    const shown = await handlers()['place/showFolder']({ folderId: 'SD1', kind: 'archive' });
    expect(shown).toMatchObject({ ok: false, error: { code: 'place-outside' } });
    expect(seen).toEqual([]);
  });

  it('says when the file manager did not open', async () => {
    works = false;
    const shown = await handlers()['place/showFolder']({ folderId: 'SD1', kind: 'error' });
    expect(shown).toMatchObject({ ok: false, error: { code: 'place-not-shown' } });
  });
});

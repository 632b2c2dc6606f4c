import { expect, test } from 'vitest';
import { foldersOf } from '../../../../main/download/folders-of.ts';
import { sampleFolder } from '../../../helpers/sample-folder.ts';

const ledgerWith = (catalogue: ReturnType<typeof sampleFolder>[] | null) => ({ catalogue: () => catalogue }) as never;

test('the folders are those of the catalogue that have migrated and those of the profile, each once', () => {
  const catalogue = [
    sampleFolder({ folderId: 'SD1', migrated: true }),
    sampleFolder({ folderId: 'OLD', migrated: false }),
    sampleFolder({ folderId: '../up', migrated: true }),
    sampleFolder({ folderId: '..', migrated: true }),
  ];
  const plan = { folder: '/{folderId}/out/', folderIds: ['SD1', 'X'] };
  expect(foldersOf({ plan, ledger: ledgerWith(catalogue) })).toEqual([
    { folderId: 'SD1', remoteFolder: '/SD1/out' },
    { folderId: 'X', remoteFolder: '/X/out' },
  ]);
  expect(foldersOf({ plan: { folder: '/{folderId}' }, ledger: ledgerWith(null) })).toEqual([]);
});

test('one folder for all is one folder', () => {
  expect(foldersOf({ plan: { folder: '/' }, ledger: ledgerWith(null) })).toEqual([
    { folderId: 'ECP', remoteFolder: '/' },
  ]);
  expect(foldersOf({ plan: { folder: '/out/' }, ledger: ledgerWith(null) })).toEqual([
    { folderId: 'ECP', remoteFolder: '/out' },
  ]);
});

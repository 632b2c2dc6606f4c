import { expect, test } from 'vitest';
import { foldersOf, wishedFolders } from '../../../../main/download/folders-of.ts';
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

test('a folder is wished for by its id or its code', () => {
  const ledger = ledgerWith([sampleFolder({ folderId: 'SD1', code: 'SD-1', migrated: true })]);
  const plan = { folder: '/{folderId}', folderIds: ['X'] };
  const idsOf = (wished?: readonly string[]) => wishedFolders({ plan, ledger }, wished).map(({ folderId }) => folderId);
  expect([idsOf(), idsOf(['SD-1']), idsOf(['SD1']), idsOf(['X']), idsOf(['SD-7'])]).toEqual([
    ['SD1', 'X'],
    ['SD1'],
    ['SD1'],
    ['X'],
    [],
  ]);
});

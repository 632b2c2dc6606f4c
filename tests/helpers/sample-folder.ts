import type { Folder } from '../../shared/contract/submission.ts';

/** A folder of the contract; every member may be replaced. */
export function sampleFolder(changes: Partial<Folder> = {}): Folder {
  return {
    folderId: 'SD1',
    code: 'SD-1',
    title: { en: 'Stamp Duty Daily Return', zhHant: '印花稅每日申報表' },
    identities: ['SEHK Participant'],
    participantCodes: ['01234', '01235'],
    prefixes: ['SD', 'SD1'],
    maxBytes: 1000,
    dueAt: null,
    inputDateMeaning: 'trade-date',
    migrated: true,
    ...changes,
  };
}

export const sampleFolders: readonly Folder[] = [
  sampleFolder(),
  sampleFolder({ folderId: 'ERR', code: 'HBCNERBN', prefixes: ['HBCNERBN'], identities: ['Two', 'One'] }),
  sampleFolder({ folderId: 'OLD', code: 'OLD', prefixes: ['OLD'], migrated: false }),
];

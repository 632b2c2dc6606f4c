import type { Folder } from '../contract/submission.ts';
import { readEcpFileName } from './ecp-file-name.ts';

export interface Choices {
  readonly folderId: string | null;
  readonly identity: string | null;
  readonly participantCode: string | null;
  readonly inputDate: string | null;
}

export interface Remembered {
  readonly lastFolderId: string | null;
  readonly lastIdentity: string | null;
  readonly lastParticipantCode: string | null;
}

/** The folders that a name's prefix belongs to; without a readable name, none. */
export function foldersOfName(fileName: string, folders: readonly Folder[]): readonly Folder[] {
  const prefix = readEcpFileName(fileName)?.prefix;
  return prefix === undefined ? [] : folders.filter((folder) => folder.prefixes.includes(prefix));
}

function proposeFolder(fileName: string, folders: readonly Folder[], remembered: Remembered): Folder | null {
  const fitting = foldersOfName(fileName, folders);
  const last = folders.find((folder) => folder.folderId === remembered.lastFolderId);
  if (last && fitting.includes(last)) return last;
  if (fitting[0]) return fitting[0];
  return last ?? (folders.length === 1 ? (folders[0] ?? null) : null);
}

function proposeFrom(values: readonly string[], remembered: string | null): string | null {
  if (values.length === 1) return values[0] ?? null;
  return remembered !== null && values.includes(remembered) ? remembered : null;
}

/** Takes a folder and what was remembered; gives the identity to offer: the remembered one if the folder has it, else its first. */
export function proposeIdentity(folder: Folder, remembered: string | null): string | null {
  return proposeFrom(folder.identities, remembered) ?? folder.identities[0] ?? null;
}

/**
 * Takes the participant code in the name (null: not readable), a folder and what was remembered; gives the code to offer. The
 * name has the first word, even with a code that is not the user's: the check then says so. Nothing is guessed.
 */
export function proposeParticipantCode(
  fromName: string | null,
  folder: Folder | null,
  remembered: string | null,
): string | null {
  if (fromName !== null) return fromName;
  return folder ? proposeFrom(folder.participantCodes, remembered) : null;
}

/**
 * Proposes folder, identity, participant code and Input Date for a chosen file from its name (seed ECP FAQ items 24 and 26),
 * the user's folders and the last choices. Null where nothing can be said.
 */
export function proposeChoices(fileName: string, folders: readonly Folder[], remembered: Remembered): Choices {
  const name = readEcpFileName(fileName);
  const folder = proposeFolder(fileName, folders, remembered);
  return {
    folderId: folder?.folderId ?? null,
    identity: folder ? proposeIdentity(folder, remembered.lastIdentity) : null,
    participantCode: proposeParticipantCode(name?.participantCode ?? null, folder, remembered.lastParticipantCode),
    inputDate: name?.inputDate ?? null,
  };
}

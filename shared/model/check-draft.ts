import type { Finding, Folder } from '../contract/submission.ts';
import { type EcpFileName, readEcpFileName } from './ecp-file-name.ts';
import { type Choices, foldersOfName } from './propose-choices.ts';

/** A file that the exchange holds, as far as a check needs it. */
export interface HeldFile {
  readonly folderId: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly receivedAt: number;
}

export interface CheckedFile {
  readonly fileName: string;
  readonly size: number;
  readonly sha256: string;
  /** Null when it reads as CSV; otherwise the line (from 1) where it stops to, 0 when it is not text at all. */
  readonly notCsvAtLine: number | null;
  readonly choices: Choices;
}

export interface Surroundings {
  /** The user's folders; null when no catalogue was ever fetched. */
  readonly folders: readonly Folder[] | null;
  /** What the exchange holds and has not replaced; null when it could not be asked. */
  readonly held: readonly HeldFile[] | null;
}

interface Context extends CheckedFile {
  readonly name: EcpFileName | null;
  readonly folder: Folder | null;
  readonly around: Surroundings;
}

/** Error 4505: Input Date and file name disagree (seed ECP FAQ item 24). */
const DATE_DIFFERS = '4505';

const passed = (check: Finding['check']): Finding => ({ check, level: 'passed', reason: 'ok' });
const notChecked = (check: Finding['check']): Finding => ({ check, level: 'warning', reason: 'not-checked' });

function checkName({ name }: Context): Finding {
  return name ? passed('name') : { check: 'name', level: 'warning', reason: 'name-not-readable' };
}

function checkFolder({ fileName, name, choices, folder, around }: Context): Finding {
  if (around.folders === null) return notChecked('folder');
  if (!folder) return { check: 'folder', level: 'refusal', reason: 'folder-missing' };
  if (!folder.migrated) {
    return { check: 'folder', level: 'refusal', reason: 'not-migrated', details: { folder: folder.code } };
  }
  if (!name || folder.prefixes.length === 0 || folder.prefixes.includes(name.prefix)) return passed('folder');
  const fitting = foldersOfName(fileName, around.folders).find((other) => other.folderId !== choices.folderId);
  return {
    check: 'folder',
    level: 'refusal',
    reason: 'folder-differs',
    details: { prefix: name.prefix, folder: folder.code },
    ...(fitting ? { fix: { field: 'folderId', value: fitting.folderId } } : {}),
  };
}

function checkParticipant({ name, choices, folder }: Context): Finding {
  const chosen = choices.participantCode;
  const named = name?.participantCode ?? null;
  const fix =
    named !== null && named !== chosen && (folder?.participantCodes.includes(named) ?? true)
      ? ({ fix: { field: 'participantCode', value: named } } as const)
      : {};
  if (chosen === null) return { check: 'participant', level: 'refusal', reason: 'participant-missing', ...fix };
  const details = { participantCode: chosen, ...(named === null ? {} : { fileName: named }) };
  if (folder && !folder.participantCodes.includes(chosen)) {
    return { check: 'participant', level: 'refusal', reason: 'participant-not-yours', details, ...fix };
  }
  if (named !== null && named !== chosen) {
    return { check: 'participant', level: 'refusal', reason: 'participant-differs', details, ...fix };
  }
  return folder ? passed('participant') : notChecked('participant');
}

function checkInputDate({ name, choices }: Context): Finding {
  const chosen = choices.inputDate;
  const fix =
    name && name.inputDate !== chosen ? ({ fix: { field: 'inputDate', value: name.inputDate } } as const) : {};
  if (chosen === null) return { check: 'input-date', level: 'refusal', reason: 'input-date-missing', ...fix };
  if (!name || name.inputDate === chosen) return passed('input-date');
  return {
    check: 'input-date',
    level: 'refusal',
    reason: 'date-differs',
    exchangeCode: DATE_DIFFERS,
    details: { fileName: name.inputDate, inputDate: chosen },
    ...fix,
  };
}

function checkSize({ size, folder }: Context): Finding {
  if (size === 0) return { check: 'size', level: 'refusal', reason: 'empty' };
  if (!folder) return notChecked('size');
  if (size <= folder.maxBytes) return passed('size');
  return { check: 'size', level: 'refusal', reason: 'too-large', details: { size, limit: folder.maxBytes } };
}

function checkContent({ notCsvAtLine }: Context): Finding {
  // SD-1's columns are not public (domain-facts section 7), so a look at the content may warn and never refuse.
  if (notCsvAtLine === null) return passed('content');
  return { check: 'content', level: 'warning', reason: 'not-csv', details: { line: notCsvAtLine } };
}

function checkHeld({ fileName, sha256, choices, around }: Context): Finding {
  if (around.held === null) return notChecked('held');
  const held = findHeld(around.held, fileName, choices.folderId);
  if (!held) return passed('held');
  const reason = held.sha256 === sha256 ? 'already-held-same' : 'already-held-other';
  return { check: 'held', level: 'warning', reason, details: { receivedAt: held.receivedAt, sha256: held.sha256 } };
}

/** The file that the exchange holds under this name in this folder (null: in any); submitting that name replaces it (FAQ item 26). */
export function findHeld(held: readonly HeldFile[], fileName: string, folderId: string | null): HeldFile | null {
  return held.find((row) => row.fileName === fileName && (folderId === null || row.folderId === folderId)) ?? null;
}

/**
 * Everything that can be said of a draft before it is sent, one finding for each check, always in the same order. A refusal is
 * what the exchange would answer, or what keeps the form from being sent; a warning leaves the choice to the operator.
 */
export function checkDraft(file: CheckedFile, around: Surroundings): Finding[] {
  const folder = around.folders?.find((each) => each.folderId === file.choices.folderId) ?? null;
  const context: Context = { ...file, name: readEcpFileName(file.fileName), folder, around };
  return [
    checkName(context),
    checkFolder(context),
    checkParticipant(context),
    checkInputDate(context),
    checkSize(context),
    checkContent(context),
    checkHeld(context),
  ];
}

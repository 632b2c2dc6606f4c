import { appError } from '../../shared/contract/errors.ts';
import type { Draft, Folder } from '../../shared/contract/submission.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { readEcpFileName } from '../../shared/model/ecp-file-name.ts';
import { parseInputDate } from '../../shared/model/input-date.ts';
import { proposeIdentity, proposeParticipantCode } from '../../shared/model/propose-choices.ts';
import type { DraftChoices, DraftRecord } from '../ledger/ledger.ts';
import { lastChoicesFor, type SubmissionContext } from './context.ts';
import { describeDraft } from './describe.ts';
import type { DraftChange } from './submission-service.ts';

/** An id becomes part of a path on the SFTP server. */
const PLAIN_ID = /^[A-Za-z0-9_-]{1,32}$/;

const orNull = (text: string): string | null => (text === '' ? null : text);

/** Another folder may know other identities and codes: what does not fit it is proposed anew. */
function moveTo(folder: Folder, { choices, facts }: DraftRecord, context: SubmissionContext): DraftChoices {
  const { lastIdentity, lastParticipantCode } = lastChoicesFor(context, facts.draftId);
  const named = readEcpFileName(facts.fileName)?.participantCode ?? null;
  const { identity, participantCode } = choices;
  return {
    ...choices,
    folderId: folder.folderId,
    identity: identity && folder.identities.includes(identity) ? identity : proposeIdentity(folder, lastIdentity),
    participantCode:
      participantCode && folder.participantCodes.includes(participantCode)
        ? participantCode
        : proposeParticipantCode(named, folder, lastParticipantCode),
  };
}

function invalid(member: string): Result<never> {
  return err(appError('invalid-input', { details: { member } }));
}

interface ChosenFolder {
  readonly folder: Folder | null;
  readonly folderId: string | null;
}

/**
 * A folder by its id or code. A machine user of SFTP never sees a catalogue (the web pages are closed to it), so without one the id is
 * taken as it is.
 */
function chooseFolder({ exchange }: SubmissionContext, wanted: string): Result<ChosenFolder> {
  const folders = exchange.folders();
  const folder = folders?.find(({ folderId, code }) => folderId === wanted || code === wanted) ?? null;
  if (folder || wanted === '') return ok({ folder, folderId: folder?.folderId ?? null });
  return folders === null && PLAIN_ID.test(wanted) ? ok({ folder: null, folderId: wanted }) : invalid('folderId');
}

function applyChange(context: SubmissionContext, draft: DraftRecord, change: DraftChange): Result<DraftChoices> {
  let choices = draft.choices;
  if (change.folderId !== undefined && change.folderId !== choices.folderId) {
    const chosen = chooseFolder(context, change.folderId);
    if (!chosen.ok) return chosen;
    const { folder, folderId } = chosen.value;
    choices = folder ? moveTo(folder, draft, context) : { ...choices, folderId, identity: null };
  }
  if (change.identity !== undefined) choices = { ...choices, identity: orNull(change.identity) };
  if (change.participantCode !== undefined) choices = { ...choices, participantCode: orNull(change.participantCode) };
  if (change.inputDate !== undefined) {
    const inputDate = orNull(change.inputDate);
    if (inputDate !== null && parseInputDate(inputDate) === null) return invalid('inputDate');
    choices = { ...choices, inputDate };
  }
  return ok(choices);
}

/**
 * Changes what a draft is submitted as. An empty text clears. Errors: `draft-not-found`, `invalid-input` (details.member: a folder that
 * the user has not, a day that does not exist), `disk-full`, `ledger-damaged`.
 */
export function updateDraft(context: SubmissionContext, change: DraftChange): Result<Draft> {
  const record = context.ledger.draft(change.draftId);
  if (!record) return err(appError('draft-not-found'));
  const choices = applyChange(context, record, change);
  if (!choices.ok) return choices;
  const written = context.ledger.chooseForDraft(change.draftId, choices.value);
  if (!written.ok) return written;
  const draft = describeDraft({ ...record, choices: choices.value }, context.exchange);
  context.publish({ name: 'draft/changed', payload: draft });
  return ok(draft);
}

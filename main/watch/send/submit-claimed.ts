import { type AppError, appError } from '../../../shared/contract/errors.ts';
import type { Draft, Finding } from '../../../shared/contract/submission.ts';
import { err, type Result } from '../../../shared/lib/result.ts';
import type { WatchChoice, WatchRecord } from '../../ledger/ledger.ts';
import { note, pause, placesOf, type WatchContext } from '../context.ts';
import { endInError } from '../settle/end-file.ts';
import { putBack } from '../take/claim-file.ts';
import { lookAtClaim } from '../take/look-at-claim.ts';
import { cutOffOf } from '../window-of.ts';

/** What the exchange would answer, or a rule of this folder: the file must be looked at by a person. */
const forPeople: readonly AppError['code'][] = [
  'draft-refused',
  'draft-incomplete',
  'replace-unconfirmed',
  'file-name-unusable',
  'file-empty',
  'file-too-large',
  'file-changed',
  'cancelled',
  'watch-name-held',
];

function isLate(context: WatchContext, folderId: string): boolean {
  const now = context.exchangeNow();
  const cutOff = cutOffOf(context, folderId, now);
  return cutOff !== null && now >= cutOff;
}

/** The draft of a claimed file: the one of before the program was ended, or a new one of the same id. */
async function draftOf(context: WatchContext, record: WatchRecord, choice: WatchChoice): Promise<Result<Draft>> {
  const { fileId, name, size, folderId } = record.facts;
  const { ledger, submissions } = context;
  if (!ledger.draft(fileId)) {
    // Somebody took the draft off the screen: this file is not to be sent.
    if (ledger.journalOf(fileId).length > 0) return err(appError('cancelled'));
    const { claimed } = placesOf(context, record.facts);
    const open = () => context.readBytes(claimed);
    const added = await submissions.addFile({ fileName: name, expectedSize: size, open, draftId: fileId });
    if (!added.ok) return added;
  }
  const code = choice.participantCode === null ? {} : { participantCode: choice.participantCode };
  return submissions.updateDraft({ draftId: fileId, folderId, identity: choice.identity, ...code });
}

/**
 * The catalogue is that of whoever logged in last, who may be a colleague with other participants: a code that was this folder's when the
 * operator switched it on is no mistake of the file, which waits.
 */
function isOfAColleague({ participantCode }: Draft, { reason }: Finding, choice: WatchChoice): boolean {
  return reason === 'participant-not-yours' && choice.participantCodes.includes(participantCode ?? '');
}

function judge(draft: Draft, choice: WatchChoice): AppError | null {
  const { findings } = draft;
  const refusals = findings.filter(({ level }) => level === 'refusal');
  const refusal = refusals.find((finding) => !isOfAColleague(draft, finding, choice));
  if (!refusal && refusals.length > 0) return appError('watch-other-user');
  if (refusal) {
    const { reason, exchangeCode } = refusal;
    return appError('draft-refused', { details: { reason }, ...(exchangeCode === undefined ? {} : { exchangeCode }) });
  }
  const isHeld = findings.some(({ reason }) => reason === 'already-held-same' || reason === 'already-held-other');
  return isHeld && !choice.replace ? appError('watch-name-held') : null;
}

async function send(context: WatchContext, record: WatchRecord, choice: WatchChoice): Promise<Result<Draft>> {
  const draft = await draftOf(context, record, choice);
  if (!draft.ok) return draft;
  const refused = judge(draft.value, choice);
  if (refused) return err(refused);
  // Somebody at another terminal may have put it back meanwhile.
  if (!(await isThere(context, record))) return err(appError('watch-claim-gone'));
  const { replace } = choice;
  const order = {
    draftId: draft.value.draftId,
    replace,
    despiteRefusal: false,
    channel: 'sftp',
    attended: false,
  } as const;
  const submitted = await context.submissions.submit(order);
  return submitted.ok ? draft : submitted;
}

/** The findings that a person must look at, as they stand now. */
function openFindings({ submissions }: WatchContext, draftId: string) {
  const drafts = submissions.listDrafts();
  const draft = drafts.ok ? drafts.value.find((each) => each.draftId === draftId) : undefined;
  return (draft?.findings ?? []).filter(({ level, reason }) => level !== 'passed' && reason !== 'not-checked');
}

/** A link that came in the file's place leads to something that nobody put into the outbox. */
async function isThere(context: WatchContext, record: WatchRecord): Promise<boolean> {
  return (await lookAtClaim(placesOf(context, record.facts)))?.isFile() ?? false;
}

async function afterError(context: WatchContext, record: WatchRecord, error: AppError): Promise<Result<null>> {
  const { fileId } = record.facts;
  // Given back or removed by somebody: then it is no longer ours to send.
  if (error.code === 'watch-claim-gone') {
    await context.submissions.removeDraft(fileId);
    return note(context, fileId, { kind: 'gone' });
  }
  // Somebody writes it still: it goes back and is taken again when it is the same for long enough.
  if (error.code === 'file-changed' && (await putBack(placesOf(context, record.facts)))) {
    return note(context, fileId, { kind: 'returned' });
  }
  if (forPeople.includes(error.code) && !context.closing.aborted) {
    return endInError(context, record, { error, findings: openFindings(context, fileId) });
  }
  pause(context, fileId);
  // The catalogue is that of whoever logged in last; who may send there comes back.
  return err(error.code === 'invalid-input' ? appError('watch-other-user') : error);
}

/**
 * Brings a claimed file on its way, with every check of the screen: draft, findings, submission by SFTP, all under the file's own id, so
 * that a second attempt finds the first. What people must look at goes to the error folder. Another error is given, and the file stays
 * claimed for a later round. Throws the file system's failures.
 */
export async function submitClaimed(
  context: WatchContext,
  record: WatchRecord,
  choice: WatchChoice,
): Promise<Result<null>> {
  const { fileId, folderId } = record.facts;
  const known = context.ledger.submission(fileId);
  if (known) return note(context, fileId, { kind: 'submitted', sha256: known.facts.sha256 });
  if (!(await isThere(context, record))) return afterError(context, record, appError('watch-claim-gone'));
  if (!choice.late && isLate(context, folderId))
    return endInError(context, record, { error: appError('watch-cut-off-passed') });
  const sent = await send(context, record, choice);
  if (!sent.ok) return afterError(context, record, sent.error);
  context.pauses.delete(fileId);
  context.trouble = null;
  return note(context, fileId, { kind: 'submitted', sha256: sent.value.sha256 });
}

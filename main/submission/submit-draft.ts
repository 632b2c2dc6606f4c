import { type AppError, appError } from '../../shared/contract/errors.ts';
import type { Channel, Finding, Submission } from '../../shared/contract/submission.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { checkDraft, findHeld, type HeldFile } from '../../shared/model/check-draft.ts';
import { openStates } from '../../shared/model/submission-transitions.ts';
import type { DraftRecord, Ledger, SubmissionFacts } from '../ledger/ledger.ts';
import { ecpUser, type SubmissionContext } from './context.ts';
import type { HeldByName } from './exchange-view.ts';
import { callOffOthers } from './queue/call-off-others.ts';
import { tellChanged } from './record-state.ts';
import { startRun } from './start-run.ts';
import type { SubmitInput } from './submission-service.ts';

type Complete = Pick<SubmissionFacts, 'folderId' | 'identity' | 'participantCode' | 'inputDate'>;

function completeChoices({ choices }: DraftRecord): Result<Complete> {
  const { folderId, identity, participantCode, inputDate } = choices;
  if (folderId === null || identity === null || participantCode === null || inputDate === null) {
    const missing = Object.entries(choices).flatMap(([member, value]) => (value === null ? [member] : []));
    return err(appError('draft-incomplete', { details: { missing: missing.join(' ') } }));
  }
  return ok({ folderId, identity, participantCode, inputDate });
}

function refusalError(finding: Finding): AppError {
  const { exchangeCode, reason } = finding;
  return appError('draft-refused', { details: { reason }, ...(exchangeCode ? { exchangeCode } : {}) });
}

/** Files of ours of this name that are on their way count as held: two contents under one name would otherwise race. */
function onTheirWay(ledger: Ledger, name: string): readonly HeldFile[] {
  return ledger.submissionsOf(name, openStates).map(({ facts: { folderId, fileName, sha256, submittedAt } }) => {
    return { folderId, fileName, sha256, receivedAt: submittedAt };
  });
}

function checkBeforeSending(
  context: SubmissionContext,
  input: SubmitInput,
  held: readonly HeldFile[],
): Result<Complete & { readonly replaces: boolean }> {
  const record = context.ledger.draft(input.draftId);
  if (!record) {
    const isSent = context.ledger.submission(input.draftId) !== null;
    return err(appError(isSent ? 'submission-already-sent' : 'draft-not-found'));
  }
  const complete = completeChoices(record);
  if (!complete.ok) return complete;
  const findings = checkDraft(
    { ...record.facts, choices: record.choices },
    { folders: context.exchange.folders(), held },
  );
  const refusal = findings.find((finding) => finding.level === 'refusal');
  if (refusal && !input.despiteRefusal) return err(refusalError(refusal));
  const other = findHeld(held, record.facts.fileName, complete.value.folderId);
  if (other && other.sha256 !== record.facts.sha256 && !input.replace) return err(appError('replace-unconfirmed'));
  return ok({ ...complete.value, replaces: other !== null });
}

interface Sender {
  readonly userId: string;
  /** Null: the exchange could not be asked. */
  readonly held: HeldByName | null;
}

/** Who is logged in to ECP, and what the exchange holds now. */
async function askSession({ exchange, sessions }: SubmissionContext): Promise<Result<Sender>> {
  const userId = ecpUser({ sessions });
  if (userId === null) return err(appError('not-logged-in', { retry: 'after-login' }));
  const folders = await exchange.freshFolders();
  if (!folders.ok) return folders;
  const held = await exchange.freshHeld();
  if (!held.ok) return held;
  // Whoever logged in meanwhile did not press it.
  if (ecpUser({ sessions }) !== userId) return err(appError('not-logged-in', { retry: 'after-login' }));
  return ok({ userId, held: held.value });
}

/** By SFTP nobody need be logged in: then the server's own guard against doubles is all that is known of what is held. */
async function whoSends(context: SubmissionContext, channel: Channel): Promise<Result<Sender>> {
  if (channel === 'web') return askSession(context);
  const ready = (await context.sftp?.ready()) ?? err(appError('sftp-unavailable'));
  if (!ready.ok) return ready;
  return ecpUser(context) === null ? ok({ userId: ready.value.userName, held: null }) : askSession(context);
}

/**
 * Sends a draft: asks what the exchange holds now, checks, writes the submission with its idempotency key (durable when this
 * returns) and starts sending in the background. Errors: `not-logged-in`, `draft-not-found`, `submission-already-sent`,
 * `draft-incomplete`, `draft-refused`, `replace-unconfirmed`, `disk-full`, `ledger-damaged`, and those of the two questions asked.
 */
export async function submitDraft(context: SubmissionContext, input: SubmitInput): Promise<Result<Submission>> {
  const { ledger } = context;
  const { channel = 'web' } = input;
  const ready = await whoSends(context, channel);
  if (!ready.ok) return ready;
  const { userId, held } = ready.value;
  const name = ledger.draft(input.draftId)?.facts.fileName ?? '';
  const sameName = [...onTheirWay(ledger, name), ...(held?.get(name) ?? [])];
  const checked = checkBeforeSending(context, input, sameName);
  if (!checked.ok) return checked;

  const submissionId = input.draftId;
  const submittedAt = context.clock.now();
  context.onStep('checked-recorded:before');
  // What the exchange holds is not known: whoever agreed to replace meant whatever is there.
  const replaces = checked.value.replaces || (held === null && input.replace);
  const facts = {
    ...checked.value,
    replaces,
    channel,
    submissionId,
    idempotencyKey: context.newId(),
    userId,
    submittedAt,
  };
  const written = ledger.addSubmission(facts);
  if (!written.ok) return written;
  context.onStep('checked-recorded:after');
  context.publish({ name: 'draft/removed', payload: { draftId: input.draftId } });
  const submission = tellChanged(context, submissionId);
  callOffOthers(context, { ...facts, fileName: name });
  const { folderId: lastFolderId, identity: lastIdentity, participantCode: lastParticipantCode } = checked.value;
  const isAttended = input.attended !== false && !context.unattended.delete(submissionId);
  if (isAttended) context.rememberChoices({ lastFolderId, lastIdentity, lastParticipantCode });
  startRun(context, submissionId);
  return submission;
}

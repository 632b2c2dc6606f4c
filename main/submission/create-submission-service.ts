import { appError } from '../../shared/contract/errors.ts';
import type { Folder } from '../../shared/contract/submission.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { SubmissionRecord } from '../ledger/ledger.ts';
import { addFile } from './add-file.ts';
import { askExchange } from './ask-exchange.ts';
import { cancelSubmission } from './cancel-submission.ts';
import { ecpUser, type SubmissionContext } from './context.ts';
import { createContext, type SubmissionServiceOptions } from './create-context.ts';
import { describeDraft, describeInQueue } from './describe.ts';
import { followSessions } from './follow-sessions.ts';
import { makeReceipt } from './make-receipt.ts';
import { pursue } from './pursue.ts';
import { createQueue } from './queue/create-queue.ts';
import { restoreQueue } from './queue/restore-queue.ts';
import { currentSubmission } from './record-state.ts';
import { cleanSpool, markInterrupted } from './recover.ts';
import { removeDraft } from './remove-draft.ts';
import { republishDrafts } from './republish-drafts.ts';
import { retrySubmission } from './retry-submission.ts';
import type { SubmissionService } from './submission-service.ts';
import { submitDraft } from './submit-draft.ts';
import { updateDraft } from './update-draft.ts';

async function listFolders(context: SubmissionContext): Promise<Result<readonly Folder[]>> {
  const fetched = await context.exchange.fetchFolders();
  if (fetched.ok) {
    republishDrafts(context);
    return fetched;
  }
  // Without a session the last catalogue serves, so that files can be prepared before logging in.
  const kept = context.exchange.folders();
  return fetched.error.code === 'not-logged-in' && kept ? ok(kept) : fetched;
}

/** The newest, and behind them whatever is in doubt: it must not fall off the list because many came after it. */
function listed({ ledger }: SubmissionContext, limit: number): readonly SubmissionRecord[] {
  const newest = ledger.submissions(limit);
  const ids = new Set(newest.map(({ facts }) => facts.submissionId));
  const older = ledger.submissionsIn(['in-doubt']).filter(({ facts }) => !ids.has(facts.submissionId));
  return [...newest, ...older.toReversed()];
}

/**
 * Opens the spool, marks what was interrupted, cleans up and begins to follow the ECP session: whatever was open is asked for and
 * finished at the next log in, without anybody's doing. See {@link SubmissionService}.
 */
export async function createSubmissionService(options: SubmissionServiceOptions): Promise<SubmissionService> {
  const { context, close } = await createContext(options);
  const { ledger, exchange } = context;
  markInterrupted(context);
  await cleanSpool(context);
  restoreQueue(context);
  const unfollow = followSessions(context);
  // What went by SFTP can be asked for without a session.
  for (const { facts } of ledger.submissionsIn(['in-doubt'])) {
    if (facts.channel === 'sftp' && context.sftp) pursue(context, facts.submissionId);
  }
  return {
    listFolders: () => listFolders(context),
    addFile: (file) => addFile(context, file),
    listDrafts: () => ok(ledger.openDrafts().map((draft) => describeDraft(draft, exchange))),
    updateDraft: (change) => updateDraft(context, change),
    removeDraft: (draftId) => removeDraft(context, draftId),
    submit: (input) => submitDraft(context, input),
    channels: async () => {
      const ready = (await context.sftp?.ready()) ?? err(appError('sftp-unavailable'));
      return { sftp: ready.ok ? null : ready.error };
    },
    listSubmissions: (limit) => ok(listed(context, limit).map((record) => describeInQueue(context, record))),
    cancel: (submissionId) => cancelSubmission(context, submissionId),
    retry: async (submissionId) => retrySubmission(context, submissionId),
    ask: async (submissionId) => {
      const asked = await askExchange(context, submissionId);
      if (asked === 'waits-for-login' && ecpUser(context) === null) {
        return err(appError('not-logged-in', { retry: 'after-login' }));
      }
      return currentSubmission(context, submissionId);
    },
    receipt: (submissionId) => makeReceipt(context, submissionId),
    queue: createQueue(context),
    openSubmissions: () => ledger.submissionsIn(['in-doubt']).length,
    close: async () => {
      unfollow();
      await close();
    },
  };
}

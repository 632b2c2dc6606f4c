import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { appError } from '../../shared/contract/errors.ts';
import type { Folder } from '../../shared/contract/submission.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { EcpClient } from '../ecp/ecp-client.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { SessionService } from '../session/session-service.ts';
import { addFile } from './add-file.ts';
import { askExchange } from './ask-exchange.ts';
import { cancelSubmission } from './cancel-submission.ts';
import { ecpUser, type SubmissionContext } from './context.ts';
import { describeDraft, describeSubmission } from './describe.ts';
import { endWithClosing } from './end-with-closing.ts';
import { createExchangeView } from './exchange-view.ts';
import { followSessions } from './follow-sessions.ts';
import { makeReceipt } from './make-receipt.ts';
import { pursue } from './pursue.ts';
import { currentSubmission } from './record-state.ts';
import { cleanSpool, markInterrupted } from './recover.ts';
import { removeDraft } from './remove-draft.ts';
import { republishDrafts } from './republish-drafts.ts';
import { retrySubmission } from './retry-submission.ts';
import type { SftpDoor } from './sftp/sftp-door.ts';
import { openSpool } from './spool/spool.ts';
import type { LastChoices, SubmissionEvent, SubmissionService } from './submission-service.ts';
import { submitDraft } from './submit-draft.ts';
import { createTurns } from './turns.ts';
import { updateDraft } from './update-draft.ts';

export interface SubmissionServiceOptions {
  readonly ledger: Ledger;
  readonly client: EcpClient;
  /** False: what was interrupted is not sent by itself. Not given: it is. */
  readonly resumes?: boolean;
  /** Absent or null: no file goes by SFTP. */
  readonly sftp?: SftpDoor | null;
  readonly sessions: Pick<SessionService, 'state' | 'subscribe'>;
  readonly clock: Clock;
  /** The spool is `spool` in it. */
  readonly dataFolder: string;
  readonly publish: (event: SubmissionEvent) => void;
  readonly lastChoices: () => LastChoices;
  readonly rememberChoices: (choices: LastChoices) => void;
  /** Told of a bug in work that nobody awaits. */
  readonly onBug: (cause: unknown) => void;
  /** Told before and after each durable step and during the bytes, by name. */
  readonly onStep?: ((step: string) => void) | undefined;
  /** Gives UUIDs; random ones unless a test gives its own. */
  readonly newId?: () => string;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const AT_A_TIME = 3;
/** A batch that a crash interrupted comes to hundreds; the exchange must not get them all in one moment. */
const QUESTIONS_AT_A_TIME = 4;

async function realWait(ms: number, signal: AbortSignal): Promise<void> {
  // Raising the signal is how a wait is ended early; it is no error here.
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

interface Closable {
  readonly context: SubmissionContext;
  close(): Promise<void>;
}

async function createContext(options: SubmissionServiceOptions): Promise<Closable> {
  const { ledger, sessions, clock, publish, lastChoices, rememberChoices, onBug } = options;
  const closing = new AbortController();
  const client = endWithClosing(options.client, closing.signal);
  const work = new Set<Promise<void>>();
  const context: SubmissionContext = {
    ledger,
    client,
    sftp: options.sftp ?? null,
    sessions,
    clock,
    publish,
    lastChoices,
    rememberChoices,
    resumes: options.resumes ?? true,
    spool: await openSpool(options.dataFolder),
    exchange: createExchangeView({ ledger, client, clock }),
    onStep: options.onStep ?? (() => undefined),
    newId: options.newId ?? randomUUID,
    wait: options.wait ?? realWait,
    closing: closing.signal,
    runs: new Map(),
    asking: new Map(),
    pursued: new Set(),
    background: (promise) => {
      const watched = promise.catch(onBug).finally(() => work.delete(watched));
      work.add(watched);
    },
    afterRun: (submissionId) => pursue(context, submissionId),
    takeTurn: createTurns(AT_A_TIME),
    takeQuestion: createTurns(QUESTIONS_AT_A_TIME),
  };
  const close = async () => {
    closing.abort();
    while (work.size > 0) await Promise.all(work);
  };
  return { context, close };
}

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

/**
 * Opens the spool, marks what was interrupted, cleans up and begins to follow the ECP session: whatever was open is asked for and
 * finished at the next log in, without anybody's doing. See {@link SubmissionService}.
 */
export async function createSubmissionService(options: SubmissionServiceOptions): Promise<SubmissionService> {
  const { context, close } = await createContext(options);
  const { ledger, exchange } = context;
  markInterrupted(context);
  await cleanSpool(context);
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
    listSubmissions: (limit) => ok(ledger.submissions(limit).map(describeSubmission)),
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
    openSubmissions: () => ledger.submissionsIn(['in-doubt']).length,
    close: async () => {
      unfollow();
      await close();
    },
  };
}

import type { AppError } from '../../shared/contract/errors.ts';
import type { AppEvent } from '../../shared/contract/index.ts';
import type { Channel, Draft, Folder, Receipt, Submission } from '../../shared/contract/submission.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { SubmissionQueue } from './queue/submission-queue.ts';

/** A file on its way in; the app's `IncomingFile` is one. */
export interface IncomingBytes {
  readonly fileName: string;
  /** Bytes that were announced; another size at the end is `file-changed`. Null when unknown. */
  readonly expectedSize: number | null;
  /** The id that the draft gets (a UUID that is in use nowhere); absent: a new one. */
  readonly draftId?: string;
  /**
   * Begins the bytes. An error that carries the code `FILE_CHANGED`, or one after the first byte that is not the file
   * system's, is `file-changed`; any other is `file-unreadable`.
   */
  readonly open: () => AsyncIterable<Uint8Array>;
  /** False: no person chose it. Nothing is proposed for it, and nothing remembered of it, but what follows from its name. */
  readonly attended?: boolean;
}

/** What an operator chose last, kept among the settings. */
export interface LastChoices {
  readonly lastFolderId: string | null;
  readonly lastIdentity: string | null;
  readonly lastParticipantCode: string | null;
}

export interface DraftChange {
  readonly draftId: string;
  readonly folderId?: string | undefined;
  readonly identity?: string | undefined;
  readonly participantCode?: string | undefined;
  readonly inputDate?: string | undefined;
}

export interface SubmitInput {
  readonly draftId: string;
  readonly replace: boolean;
  readonly despiteRefusal: boolean;
  /** By web unless said otherwise. */
  readonly channel?: Channel;
  /** False: nobody chose it on the screen, so the operator's last choices stay as they are. */
  readonly attended?: boolean;
}

export type SubmissionEvent = Extract<
  AppEvent,
  { name: 'draft/changed' | 'draft/removed' | 'submission/changed' | 'submission/progress' | 'queue/changed' }
>;

/**
 * The main job: a chosen file becomes a draft (spool copy, hash, findings), the draft a submission, and the submission ends as
 * confirmed, refused or failed; while that is unknown it is in doubt and the exchange is asked (design section 5).
 * A submission keeps the id of its draft. Events are published after the row is durable.
 */
export interface SubmissionService {
  /** Asks the exchange for the catalogue, keeps it for later and works the drafts out again. Needs an ECP session. */
  listFolders(): Promise<Result<readonly Folder[]>>;
  addFile(file: IncomingBytes): Promise<Result<Draft>>;
  listDrafts(): Result<readonly Draft[]>;
  updateDraft(change: DraftChange): Result<Draft>;
  /** Removes a draft with its copy; of a refused or failed submission it removes the copy (it stays listed). */
  removeDraft(draftId: string): Promise<Result<null>>;
  /** Durable when it returns; sending goes on in the background, in the order of the queue. */
  submit(input: SubmitInput): Promise<Result<Submission>>;
  /** Null: files can be sent by SFTP now. */
  channels(): Promise<{ sftp: AppError | null }>;
  /** So many of the newest, and all that are in doubt. */
  listSubmissions(limit: number): Result<readonly Submission[]>;
  /** Breaks off and asks: the answer is `failed` (`cancelled`), or `confirmed` when the exchange has it all the same. */
  cancel(submissionId: string): Promise<Result<Submission>>;
  retry(submissionId: string): Promise<Result<Submission>>;
  ask(submissionId: string): Promise<Result<Submission>>;
  /** Right after a start it waits until the journal has been read. */
  receipt(submissionId: string): Promise<Result<Receipt>>;
  readonly queue: SubmissionQueue;
  /** Submissions whose outcome is in doubt: they wait for an ECP session and the exchange's answer. */
  openSubmissions(): number;
  /** Stops sending and asking. What was under way is found by the next start. */
  close(): Promise<void>;
}

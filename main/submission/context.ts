import type { AppError } from '../../shared/contract/errors.ts';
import type { Channel } from '../../shared/contract/submission.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { EcpClient } from '../ecp/ecp-client.ts';
import type { Ledger, SubmissionRecord } from '../ledger/ledger.ts';
import type { SessionService } from '../session/session-service.ts';
import type { SpeedLimit } from '../transfer/speed-limit.ts';
import type { ExchangeView } from './exchange-view.ts';
import type { QueueBook } from './queue/queue-book.ts';
import type { ServerGate } from './queue/server-gate.ts';
import type { TurnDesk } from './queue/turn-desk.ts';
import type { SftpDoor } from './sftp/sftp-door.ts';
import type { Spool } from './spool/spool.ts';
import type { LastChoices, SubmissionEvent } from './submission-service.ts';

/** One submission that is being sent, or waits for its turn. */
export interface Run {
  readonly controller: AbortController;
  /** Folder and file name: two of the same go one after the other. */
  readonly name: string;
  readonly channel: Channel;
  /** What it waits for, until it has its turn. */
  stage: 'same-name' | 'turn' | 'sending';
  /** Set when it is broken off to go on later. */
  pausing: boolean;
  /** Set when it was the operator who broke it off. */
  cancelled: boolean;
  /** Settles when the journal has what became of it (`in-doubt` included). Never rejects. */
  readonly done: Promise<void>;
}

/** What the verbs of this folder share. */
export interface SubmissionContext {
  readonly ledger: Ledger;
  readonly client: EcpClient;
  /** Null: the profile has no SFTP for submissions. */
  readonly sftp: SftpDoor | null;
  /** False: this program only came to ask; nothing that was interrupted is sent, and nothing is asked that nobody wants to know. */
  readonly resumes: boolean;
  readonly sessions: Pick<SessionService, 'state' | 'subscribe'>;
  readonly clock: Clock;
  readonly spool: Spool;
  readonly exchange: ExchangeView;
  readonly publish: (event: SubmissionEvent) => void;
  readonly lastChoices: () => LastChoices;
  readonly rememberChoices: (choices: LastChoices) => void;
  /** Drafts that no person chose, since the program started: an operator's last choices are not theirs, nor theirs the operator's. */
  readonly unattended: Set<string>;
  readonly onStep: (step: string) => void;
  /** For the log: names and codes, never what a file or an answer holds. */
  readonly onNote: (event: string, details: Readonly<Record<string, string>>) => void;
  readonly newId: () => string;
  /** Waits so many ms; ends early, without an error, when the signal is raised. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Raised by `close`: nothing new begins. */
  readonly closing: AbortSignal;
  readonly runs: Map<string, Run>;
  /** The runs of one folder and file name, until they have ended. */
  readonly underName: Map<string, Set<Promise<void>>>;
  /** Questions to the exchange that are under way, so that each submission asks once at a time. */
  readonly asking: Map<string, Promise<AskResult>>;
  /** Submissions that a loop is asking for until they are settled. */
  readonly pursued: Set<string>;
  /** Keeps a promise that nobody awaits, so that `close` can; a rejection is a bug and is reported. */
  readonly background: (work: Promise<void>) => void;
  /** Told when a run has ended, whatever came of it. */
  readonly afterRun: (submissionId: string, run: Pick<Run, 'pausing' | 'cancelled'>) => void;
  /** Told of a failure before it is written down. */
  readonly beforeFailure: (submissionId: string, error: AppError) => void;
  readonly queue: QueueBook;
  /** Gives the turns to send. */
  readonly turns: TurnDesk;
  /** Whether the SFTP server is worth an attempt. */
  readonly server: ServerGate;
  /** Waits for the next attempt, by submission. */
  readonly retryWaits: Map<string, AbortController>;
  readonly limit: Pick<SpeedLimit, 'take' | 'bytesPerSecond'>;
  /** Takes a turn among the questions that nobody pressed for; gives the release, or null when the signal was raised. */
  readonly takeQuestion: (signal: AbortSignal) => Promise<(() => void) | null>;
}

/** What one question gave: the outcome is known, ask again later, or it waits for somebody to log in. */
export type AskResult = 'settled' | 'again' | 'waits-for-login';

/** The login ID of the ECP session, or null without one. */
export function ecpUser(context: Pick<SubmissionContext, 'sessions'>): string | null {
  const state = context.sessions.state().ecp;
  return state.kind === 'logged-in' ? state.userId : null;
}

const noChoices: LastChoices = { lastFolderId: null, lastIdentity: null, lastParticipantCode: null };

/** What was chosen last, for a draft that an operator chose; for any other nothing was. */
export function lastChoicesFor(
  { unattended, lastChoices }: Pick<SubmissionContext, 'unattended' | 'lastChoices'>,
  draftId: string,
): LastChoices {
  return unattended.has(draftId) ? noChoices : lastChoices();
}

/** Whether the press of Submit is that of whoever is here now. The SFTP account is this terminal's own, whoever sits before it. */
export function isTheirs(context: Pick<SubmissionContext, 'sessions'>, record: SubmissionRecord): boolean {
  return record.facts.channel === 'sftp' || ecpUser(context) === record.pressedBy;
}

import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../shared/lib/clock.ts';
import type { EcpClient } from '../ecp/ecp-client.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { SessionService } from '../session/session-service.ts';
import type { SpeedLimit } from '../transfer/speed-limit.ts';
import type { SubmissionContext } from './context.ts';
import { endWithClosing } from './end-with-closing.ts';
import { createExchangeView } from './exchange-view.ts';
import { pursue } from './pursue.ts';
import { createAnnouncer } from './queue/announce.ts';
import { queueTotals } from './queue/list-queue.ts';
import { holdAgain } from './queue/pause-submission.ts';
import { createQueueBook } from './queue/queue-book.ts';
import { planRetry } from './queue/retry-later.ts';
import { createServerGate } from './queue/server-gate.ts';
import { createTurnDesk } from './queue/turn-desk.ts';
import type { SftpDoor } from './sftp/sftp-door.ts';
import { shareAnswers } from './share-answers.ts';
import { openSpool } from './spool/spool.ts';
import type { LastChoices, SubmissionEvent } from './submission-service.ts';
import { createTurns } from './turns.ts';

export interface SubmissionServiceOptions {
  readonly ledger: Ledger;
  readonly client: EcpClient;
  /** False: what was interrupted is not sent by itself. Not given: it is. */
  readonly resumes?: boolean;
  /** Absent or null: no file goes by SFTP. Closed with the service. */
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
  /** Told what belongs into the log and nowhere else. */
  readonly onNote?: SubmissionContext['onNote'];
  /** Gives UUIDs; random ones unless a test gives its own. */
  readonly newId?: () => string;
  /** Of all bytes; not given: there is none. */
  readonly limit?: Pick<SpeedLimit, 'take' | 'bytesPerSecond'>;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** So many files go by web at a time. */
const WEB_AT_A_TIME = 3;
/** By SFTP they share a connection, and a small file is mostly waiting for answers. */
const SFTP_AT_A_TIME = 32;
/** With a speed limit more would only take the share of what goes by web, which the exchange waits for a time only. */
const SFTP_WITH_LIMIT = 4;
/** A batch that a crash interrupted comes to hundreds; the exchange must not get them all in one moment. */
const QUESTIONS_AT_A_TIME = 4;

async function realWait(ms: number, signal: AbortSignal): Promise<void> {
  // Raising the signal is how a wait is ended early; it is no error here.
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

type QueueParts = Pick<SubmissionContext, 'queue' | 'turns' | 'server' | 'retryWaits' | 'publish'>;

/** What keeps the queue; `context` is there by the time at which anything of it is used. */
function queueParts(options: SubmissionServiceOptions, context: () => SubmissionContext): QueueParts {
  const { ledger, clock, publish, resumes = true } = options;
  const later = (ms: number, work: () => void) => {
    const { wait, closing, background } = context();
    background(wait(ms, closing).then(() => (closing.aborted ? undefined : work())));
  };
  let isReady = false;
  const announce = createAnnouncer({
    later,
    isMoving: () => [...context().runs.values()].some(({ stage }) => stage === 'sending'),
    tell: () => publish({ name: 'queue/changed', payload: queueTotals(context()) }),
  });
  // Reading the queue from the ledger is no change of it.
  const onChange = () => (isReady ? announce() : undefined);
  const queue = createQueueBook({ ledger, clock, mindsPause: resumes, onChange });
  isReady = true;
  const server = createServerGate({
    clock,
    later,
    mostAtOnce: () => (context().limit.bytesPerSecond() === null ? SFTP_AT_A_TIME : SFTP_WITH_LIMIT),
    onChange: () => {
      context().turns.look();
      onChange();
    },
  });
  const turns = createTurnDesk({
    limitOf: (channel) => (channel === 'web' ? WEB_AT_A_TIME : server.limit()),
    placeOf: queue.placeOf,
    isHeld: queue.isHeld,
  });
  return {
    queue,
    turns,
    server,
    retryWaits: new Map(),
    publish(event) {
      if (event.name === 'submission/progress') {
        queue.progress(event.payload);
        if (queue.entry(event.payload.submissionId)?.submission.channel === 'sftp') server.answered();
      }
      publish(event);
    },
  };
}

interface Closable {
  readonly context: SubmissionContext;
  close(): Promise<void>;
}

/** Makes what the verbs of this folder share, and the way to end all that they began. */
export async function createContext(options: SubmissionServiceOptions): Promise<Closable> {
  const { ledger, sessions, clock, lastChoices, rememberChoices, onBug } = options;
  const closing = new AbortController();
  const asking = endWithClosing(options.client, closing.signal);
  // Many files that end at the same time look into one list.
  const client = { ...asking, activities: shareAnswers(asking.activities) };
  const work = new Set<Promise<void>>();
  const context: SubmissionContext = {
    ...queueParts(options, () => context),
    ledger,
    client,
    sftp: options.sftp ?? null,
    sessions,
    clock,
    lastChoices,
    rememberChoices,
    unattended: new Set(),
    resumes: options.resumes ?? true,
    limit: options.limit ?? { take: async () => undefined, bytesPerSecond: () => null },
    spool: await openSpool(options.dataFolder),
    exchange: createExchangeView({ ledger, client, clock }),
    onStep: options.onStep ?? (() => undefined),
    onNote: options.onNote ?? (() => undefined),
    newId: options.newId ?? randomUUID,
    wait: options.wait ?? realWait,
    closing: closing.signal,
    runs: new Map(),
    underName: new Map(),
    asking: new Map(),
    pursued: new Set(),
    background: (promise) => {
      const watched = promise.catch(onBug).finally(() => work.delete(watched));
      work.add(watched);
    },
    beforeFailure: (submissionId, error) => planRetry(context, submissionId, error),
    afterRun: (submissionId, { pausing, cancelled }) => {
      if (pausing && !cancelled && !closing.signal.aborted) holdAgain(context, submissionId);
      pursue(context, submissionId);
    },
    takeQuestion: createTurns(QUESTIONS_AT_A_TIME),
  };
  const close = async () => {
    closing.abort();
    // What has gone out and cannot be taken back waits for its answer; the next start asks for it.
    context.sftp?.close();
    while (work.size > 0) await Promise.all(work);
    context.sftp?.close();
  };
  return { context, close };
}

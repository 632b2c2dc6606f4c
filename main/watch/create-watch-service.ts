import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { appError } from '../../shared/contract/errors.ts';
import type { CallInput } from '../../shared/contract/index.ts';
import type { Submission } from '../../shared/contract/submission.ts';
import type { WatchView } from '../../shared/contract/watch.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { createStrictClock } from '../../shared/lib/strict-clock.ts';
import { usualTiming, type WatchContext, type WatchTiming } from './context.ts';
import { describeWatch } from './describe-watch.ts';
import { createLeaseKeeper, type LeaseKeeper } from './lease/lease-keeper.ts';
import { createRoundLoop, type RoundLoop } from './round-loop.ts';
import { giveBack } from './strangers.ts';
import { createStability } from './take/stability.ts';
import type { WatchService } from './watch-service.ts';
import { windowOf } from './window-of.ts';

const LEASE = '.ccms-terminal.lease';

type Given = 'ledger' | 'submissions' | 'folders' | 'clock' | 'exchangeNow' | 'schedules' | 'help' | 'readBytes';

export interface WatchOptions extends Pick<WatchContext, Given> {
  /** As shown to whoever finds this terminal's lease. */
  readonly pcName: string;
  readonly version: string;
  /** Whether this host lets the operator choose a root. */
  readonly mayChooseRoot: boolean;
  /** Told of each change of a submission. */
  readonly followSubmissions: (listener: (submission: Submission) => void) => () => void;
  readonly willRetry?: WatchContext['willRetry'];
  readonly onStep?: WatchContext['onStep'] | undefined;
  /** False: a short-lived program over the same data folder, which takes nothing. Not given: true. */
  readonly starts?: boolean;
  /** Told of a bug in work that nobody awaits. */
  readonly onBug: (cause: unknown) => void;
  readonly timing?: Partial<WatchTiming> | undefined;
}

/** A keeper for whichever root there is; the one of before is given up. */
function keepLease(options: WatchOptions, terminal: string, timing: WatchTiming): () => LeaseKeeper {
  const self = { terminal, pc: options.pcName.slice(0, 64), run: randomUUID(), version: options.version.slice(0, 32) };
  const clock = createStrictClock(options.clock);
  const { staleMs } = timing;
  const steps = options.onStep ? { onStep: options.onStep } : {};
  let kept: { readonly root: string; readonly keeper: LeaseKeeper } | null = null;
  return () => {
    const root = options.folders.root();
    if (kept?.root !== root) {
      void kept?.keeper.release();
      const file = path.join(root, LEASE);
      kept = { root, keeper: createLeaseKeeper({ file, self, clock, staleMs, ...steps }) };
    }
    return kept.keeper;
  };
}

function createContext(options: WatchOptions, terminalId: string, closing: AbortSignal): WatchContext {
  const { ledger, submissions, folders, clock, exchangeNow, schedules, help, pcName, readBytes } = options;
  const timing = { ...usualTiming, ...options.timing };
  return {
    ...{ ledger, submissions, folders, clock, exchangeNow, schedules, help, readBytes, terminalId, timing },
    pcName: pcName.slice(0, 64),
    newId: randomUUID,
    willRetry: options.willRetry ?? (() => false),
    onStep: options.onStep ?? (() => undefined),
    lease: keepLease(options, terminalId, timing),
    stability: createStability(clock, timing.settleMs),
    open: new Map(ledger.watch.openFiles().map((record) => [record.facts.fileId, record])),
    pauses: new Map(),
    looks: new Map(),
    closing,
    sftp: null,
    trouble: null,
  };
}

async function configure(
  { ledger, folders }: WatchContext,
  { folderId, ...choice }: CallInput<'watch/configure'>,
): Promise<Result<null>> {
  const folder = ledger.catalogue()?.find((each) => each.folderId === folderId);
  const known = ledger.watch.choices().get(folderId);
  // One that has left the catalogue can still be switched off.
  if (!folder && (choice.on || !known)) return err(appError('invalid-input', { details: { member: 'folderId' } }));
  if (folder && !folder.identities.includes(choice.identity)) {
    return err(appError('invalid-input', { details: { member: 'identity' } }));
  }
  const code = choice.participantCode;
  if (folder && code !== null && !folder.participantCodes.includes(code)) {
    return err(appError('invalid-input', { details: { member: 'participantCode' } }));
  }
  const made = choice.on ? await folders.ensure(folderId) : ok(null);
  const participantCodes = folder?.participantCodes ?? [];
  return made.ok ? ledger.watch.choose(folderId, { ...choice, participantCodes }) : made;
}

/** Publishes the view when it has changed; gives it in any case. */
function createPublisher(context: WatchContext, mayChooseRoot: boolean) {
  const listeners = new Set<(view: WatchView) => void>();
  let last = '';
  const publish = async (): Promise<WatchView> => {
    const view = await describeWatch(context, mayChooseRoot);
    const text = JSON.stringify(view);
    if (text !== last) for (const listener of listeners) listener(view);
    last = text;
    return view;
  };
  return { listeners, publish };
}

function serviceOver(
  context: WatchContext,
  loop: RoundLoop,
  { listeners, publish }: ReturnType<typeof createPublisher>,
): Omit<WatchService, 'close'> {
  const then = async (changed: Result<null>): Promise<Result<WatchView>> => {
    if (!changed.ok) return changed;
    loop.soon();
    return ok(await publish());
  };
  return {
    async view() {
      context.sftp = (await context.submissions.channels()).sftp;
      return publish();
    },
    configure: async (choice) => then(await configure(context, choice)),
    windowOf: (folderId) => windowOf(context, folderId),
    isIdle: () => context.open.size === 0,
    giveBack: async (claim) => then(await giveBack(context, claim)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Begins to watch the folders that are on, after finishing what an earlier run of the program left. See {@link WatchService}. */
export function createWatchService(options: WatchOptions): WatchService {
  const terminalId = options.ledger.watch.terminalId();
  // Without a place for its own id (a full disk) this terminal takes nothing until the next start.
  const closing = new AbortController();
  const context = createContext(options, terminalId.ok ? terminalId.value : randomUUID(), closing.signal);
  const publisher = createPublisher(context, options.mayChooseRoot);
  const loop = createRoundLoop(context, { publish: publisher.publish, onBug: options.onBug });
  const stops = [
    options.followSubmissions(({ submissionId }) => {
      if (context.open.has(submissionId)) loop.soon();
    }),
    options.folders.subscribe(() => loop.soon()),
  ];
  if (terminalId.ok && options.starts !== false) loop.soon();
  else void loop.stop();
  return {
    ...serviceOver(context, loop, publisher),
    async close() {
      closing.abort();
      for (const stop of stops) stop();
      await loop.stop();
      await context.lease().release();
    },
  };
}

import { rename, rm } from 'node:fs/promises';
import type { Clock } from '../../../shared/lib/clock.ts';
import { codeOf, moveNew } from '../move-new.ts';
import { createLease, type Lease, type LeaseLook, leaseText, readLease, writeBeat } from './lease-file.ts';

export interface LeaseOptions {
  /** `.ccms-terminal.lease` in the root of the local folders. */
  readonly file: string;
  readonly self: Omit<Lease, 'since' | 'counter'>;
  /** Its `monotonic` alone judges; `now` is written into the lease to be shown. */
  readonly clock: Clock;
  /** How long another's counter must stand still before its lease is taken over, in ms of our own clock. */
  readonly staleMs: number;
  /** Told before a stale lease is renamed away. */
  readonly onStep?: (step: string) => void;
}

export type LeaseState =
  | { readonly kind: 'here'; readonly lease: Lease }
  /** Another terminal holds it, or left it less than `staleMs` ago. Null: what is there does not read as a lease. */
  | { readonly kind: 'elsewhere'; readonly lease: Lease | null }
  /** Not asked for yet, or given up. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unusable'; readonly reason: string };

export interface LeaseKeeper {
  state(): LeaseState;
  /** Writes a beat, or tries to get the lease; never rejects. */
  beat(): Promise<void>;
  /** Whether files may be taken now: held, and the last beat is so young that nobody can have judged it stale. */
  isMine(): boolean;
  /** Gives it up at the end of the program, so that another terminal need not wait. */
  release(): Promise<void>;
}

/** What the keeper knows; one mutable thing for its functions. */
interface Keeping {
  state: LeaseState;
  held: { readonly lease: Lease; readonly beatAt: number } | null;
  /** What is there now, and since when (our own clock) it has not changed. */
  judged: { readonly text: string; readonly since: number } | null;
}

function hold(keeping: Keeping, lease: Lease, beatAt: number): void {
  keeping.held = { lease, beatAt };
  keeping.judged = null;
  keeping.state = { kind: 'here', lease };
}

async function create({ file, self, clock }: LeaseOptions, keeping: Keeping): Promise<boolean> {
  const lease = { ...self, since: Math.max(0, Math.round(clock.now())), counter: '000000000001' };
  const startedAt = clock.monotonic();
  const made = await createLease(file, lease);
  if (made) hold(keeping, lease, startedAt);
  return made;
}

/** Renames the stale lease away, looks whether that was the one that was judged, and puts it back if not. */
async function takeOver(options: LeaseOptions, keeping: Keeping, text: string): Promise<void> {
  const { file, self } = options;
  const aside = `${file}.${self.run}`;
  options.onStep?.('watch-lease-judged');
  try {
    await rename(file, aside);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return;
    throw cause;
  }
  const renamed = await readLease(aside);
  keeping.judged = null;
  if (renamed?.text === text) {
    await rm(aside, { force: true });
    await create(options, keeping);
    return;
  }
  // It beat in the last moment. When somebody has made a new one meanwhile, its holder finds out by itself.
  if (!(await moveNew(aside, file))) await rm(aside, { force: true });
}

/** One more beat of the lease that is held, or the knowledge that it is lost. */
async function keep({ file, clock }: LeaseOptions, keeping: Keeping, lease: Lease): Promise<void> {
  const startedAt = clock.monotonic();
  const beat = await writeBeat(file, lease);
  const there = beat && (await readLease(file));
  if (beat && there?.text === leaseText(beat)) hold(keeping, beat, startedAt);
  else keeping.held = null;
}

/** Looks who has the lease, and takes it where nobody has or its holder has gone. */
async function seek(options: LeaseOptions, keeping: Keeping): Promise<void> {
  const { self, clock, staleMs, file } = options;
  const found: LeaseLook = await readLease(file);
  if (found === null) {
    if (!(await create(options, keeping))) keeping.state = { kind: 'elsewhere', lease: null };
    return;
  }
  // What an earlier run of this very terminal left: its ledger is ours, and open once only.
  const wasOurs = found.lease?.terminal === self.terminal && found.lease.pc === self.pc;
  if (keeping.judged?.text !== found.text) keeping.judged = { text: found.text, since: clock.monotonic() };
  keeping.state = { kind: 'elsewhere', lease: found.lease };
  if (wasOurs || clock.monotonic() - keeping.judged.since >= staleMs) await takeOver(options, keeping, found.text);
}

async function beatOnce(options: LeaseOptions, keeping: Keeping): Promise<void> {
  try {
    if (keeping.held) await keep(options, keeping, keeping.held.lease);
    if (!keeping.held) await seek(options, keeping);
  } catch (cause) {
    keeping.held = null;
    keeping.state = { kind: 'unusable', reason: codeOf(cause) || 'unknown' };
  }
}

/** Keeps the lease of this terminal on one root. */
export function createLeaseKeeper(options: LeaseOptions): LeaseKeeper {
  const { file, clock, staleMs } = options;
  const keeping: Keeping = { state: { kind: 'none' }, held: null, judged: null };
  let running: Promise<void> | null = null;
  return {
    state: () => keeping.state,
    beat: () => {
      running ??= beatOnce(options, keeping).finally(() => {
        running = null;
      });
      return running;
    },
    isMine: () => keeping.held !== null && clock.monotonic() - keeping.held.beatAt < staleMs / 2,
    async release() {
      await running;
      const { lease } = keeping.held ?? {};
      keeping.held = null;
      keeping.state = { kind: 'none' };
      if (!lease) return;
      try {
        if ((await readLease(file))?.lease?.run === lease.run) await rm(file, { force: true });
      } catch {
        // The share is away: the lease goes stale by itself.
      }
    },
  };
}

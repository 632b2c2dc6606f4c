import { type AppError, appError } from '../../shared/contract/errors.ts';
import type { PolicyState, PolicyTrouble } from '../../shared/contract/policy.ts';
import type { LoginMethod } from '../../shared/contract/session.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { TimeRange } from '../../shared/model/transition-phase.ts';
import { askPolicy, type PolicyAnswer, type PolicySource } from './ask-policy.ts';
import { judgePolicy, overruling } from './judge-policy.ts';
import type { KeptPolicy } from './keep-policy.ts';
import type { PolicyService } from './policy.ts';
import { type Policy, verifyPolicy } from './verify-policy.ts';

export interface PolicyServiceOptions {
  readonly source: PolicySource;
  readonly kept: KeptPolicy;
  /** The exchange's time; null as long as it has not answered. */
  readonly time: () => TimeRange | null;
  readonly clock: Clock;
  /** This program's own version. */
  readonly version: string;
  /** Told when the policy could not be kept on the disk; it stays in force in memory. */
  readonly onUnkept: (cause: unknown) => void;
}

/** The state is judged this often: phases begin at a second, and the exchange's clock may be set. */
const LOOK_MS = 1_000;
/** How often the exchange is asked anew while the program runs, and sooner when the last answer could not be used. */
const ASK_MS = 15 * 60_000;
const ASK_AGAIN_MS = 60_000;

/** A clock that runs a little fast or slow is no sleep. */
const NOTABLE_SHIFT_MS = 2_000;

/** An older issue never replaces a newer one, and neither does another text under the same number. */
function newer(known: Policy | null, asked: Policy): Policy {
  return known !== null && asked.serial <= known.serial ? known : asked;
}

/** Loads what is kept, asks the exchange at once and from time to time, and tells the listeners of every change. */
export async function createPolicyService(options: PolicyServiceOptions): Promise<PolicyService> {
  const { source, kept, time, clock, version } = options;
  const listeners = new Set<(state: PolicyState) => void>();
  const closing = new AbortController();
  let policy = await loadKept(source, kept);
  let trouble: PolicyTrouble | null = source.key === null ? 'no-key' : 'not-known-yet';
  let asking: Promise<PolicyState> | null = null;
  let askTimer: NodeJS.Timeout | undefined;

  const state = () => judgePolicy({ policy, trouble, time: time(), version });
  const hasShifted = watchShift(clock);
  let published = JSON.stringify(state());
  function look(): void {
    if (hasShifted()) void refresh();
    const now = state();
    const text = JSON.stringify(now);
    if (text === published) return;
    published = text;
    for (const listener of listeners) listener(now);
  }

  async function take(answer: PolicyAnswer): Promise<void> {
    trouble = troubleAfter(trouble, answer);
    if (answer.kind === 'trouble' || newer(policy, answer.policy) === policy) return;
    policy = answer.policy;
    await kept.write(answer.document).catch(options.onUnkept);
  }

  async function ask(): Promise<PolicyState> {
    clearTimeout(askTimer);
    const answer = await askPolicy(source, closing.signal);
    if (!closing.signal.aborted) {
      await take(answer);
      askTimer = setTimeout(() => void refresh(), trouble === null ? ASK_MS : ASK_AGAIN_MS);
      askTimer.unref();
      look();
    }
    return state();
  }

  function refresh(): Promise<PolicyState> {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  }

  const lookTimer = setInterval(look, LOOK_MS);
  lookTimer.unref();
  const first = refresh();
  return {
    state,
    refresh,
    refusalOf: async (method) => {
      await first;
      return refusalIn(state(), method);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closing.abort();
      clearInterval(lookTimer);
      await asking;
      clearTimeout(askTimer);
    },
  };
}

/**
 * Whether the PC's clock has jumped against the monotonic one since the last question: the PC slept, or somebody set it. After a
 * sleep our idea of the exchange's time may be wrong, so the exchange is asked; a clock that was set changes nothing else.
 */
function watchShift(clock: Clock): () => boolean {
  const shift = () => clock.now() - clock.monotonic();
  let known = shift();
  return () => {
    if (Math.abs(shift() - known) <= NOTABLE_SHIFT_MS) return false;
    known = shift();
    return true;
  };
}

/** That the exchange cannot be reached any more does not take back what it said last. */
function troubleAfter(before: PolicyTrouble | null, answer: PolicyAnswer): PolicyTrouble | null {
  if (answer.kind === 'policy') return null;
  return answer.trouble === 'unreachable' && before !== null && overruling.has(before) ? before : answer.trouble;
}

async function loadKept({ key, issuer }: PolicySource, kept: KeptPolicy): Promise<Policy | null> {
  const document = await kept.read();
  return document === null || key === null ? null : verifyPolicy(document, { key, issuer });
}

function refusalIn({ offered, trouble, minimumVersion }: PolicyState, method: LoginMethod): AppError | null {
  if (trouble === 'program-outdated') {
    return appError('program-outdated', { details: { minimumVersion: minimumVersion ?? '' } });
  }
  return offered.includes(method) ? null : appError('method-not-in-phase');
}

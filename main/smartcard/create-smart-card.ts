import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { type CardKeeper, type CardModule, createCardKeeper } from './card-keeper.ts';
import { faultOf, type LinkAnswer } from './card-link.ts';
import { type CardTiming, cardTiming } from './card-timing.ts';
import { findCertificate } from './show-cards.ts';
import type { CardSignRequest, SmartCard } from './smart-card.ts';
import type { SpawnCard } from './spawn-card.ts';

export interface SmartCardOptions {
  readonly module: CardModule;
  readonly spawn: SpawnCard;
  readonly timing?: CardTiming;
}

const LONGEST_PAUSE_MS = 30_000;

/** Gives each piece of work its turn: the card process answers one question at a time. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const own = last.then(work, work);
    last = own;
    return own;
  };
}

/** What a sign request came to. */
function signResult(answer: LinkAnswer): Result<Uint8Array> {
  if (answer.kind === 'aborted') return err(appError('card-cancelled', { retry: 'now' }));
  if (answer.kind === 'hung') return err(appError('card-timeout', { retry: 'now' }));
  if (answer.kind === 'reply' && answer.reply.kind === 'signed') return ok(answer.reply.signature);
  if (answer.kind === 'reply' && answer.reply.kind === 'sign-failed') {
    const { failure, pin, returnCode } = answer.reply;
    const details = {
      ...(pin === null ? {} : { pin }),
      ...(returnCode === null ? {} : { returnCode: `0x${returnCode.toString(16)}` }),
    };
    return err(appError(failure, { retry: 'now', details }));
  }
  return err(appError('card-module-failed', { retry: 'now', details: { fault: faultOf(answer) ?? 'crashed' } }));
}

async function signNow(
  keeper: CardKeeper,
  timing: CardTiming,
  { request, signal }: { readonly request: CardSignRequest; readonly signal: AbortSignal },
): Promise<Result<Uint8Array>> {
  // Before the process is asked for: one that has to be started has seen no card yet.
  const found = findCertificate(keeper.cards(), request.certificateId);
  if (signal.aborted) return err(appError('card-cancelled', { retry: 'now' }));
  const link = await keeper.opened(signal);
  if (!link) {
    const state = keeper.state();
    const fault = state.kind === 'module-failed' ? state.fault : 'crashed';
    return err(
      appError(signal.aborted ? 'card-cancelled' : 'card-module-failed', { retry: 'now', details: { fault } }),
    );
  }
  if (!found) return err(appError('card-removed', { retry: 'now' }));
  const asked = link.ask(
    { kind: 'sign', tokenSerial: found.tokenSerial, ...request },
    { deadlineMs: request.pin === null ? timing.pinPadMs : timing.signMs, signal },
  );
  // It was copied into the pipe; here it is not needed any more.
  request.pin?.fill(0);
  const answer = await asked;
  const fault = faultOf(answer);
  if (fault) keeper.fail(fault);
  return signResult(answer);
}

/** Watches the readers by looking every second, and signs on demand; both in the card process, which is started anew when it fails. */
export function createSmartCard({ module, spawn, timing = cardTiming }: SmartCardOptions): SmartCard {
  const keeper = createCardKeeper({ module, spawn, timing });
  const turn = createTurns();
  let signing = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  function pause(): number {
    const failures = keeper.failuresInARow();
    return failures === 0 ? timing.pollMs : Math.min(timing.restartMs * 2 ** (failures - 1), LONGEST_PAUSE_MS);
  }

  function lookAgain(afterMs: number): void {
    clearTimeout(timer);
    if (closed) return;
    timer = setTimeout(() => void turn(keeper.look).then(() => lookAgain(pause())), afterMs);
    timer.unref();
  }

  lookAgain(0);
  return {
    state: keeper.state,
    subscribe: keeper.subscribe,
    certificate: (certificateId) => findCertificate(keeper.cards(), certificateId),
    async sign(request, signal) {
      if (signing) {
        request.pin?.fill(0);
        return err(appError('login-in-progress'));
      }
      signing = true;
      try {
        return await turn(() => signNow(keeper, timing, { request, signal }));
      } finally {
        signing = false;
        request.pin?.fill(0);
        // What the try has changed is shown at once.
        if (keeper.failuresInARow() === 0) lookAgain(0);
      }
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      keeper.close();
      await turn(async () => undefined);
    },
  };
}

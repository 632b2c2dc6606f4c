import { appError } from '../../shared/contract/errors.ts';
import type { WatchContext } from './context.ts';
import { round } from './round.ts';

export interface RoundLoop {
  /** A round as soon as none is under way, because something happened. */
  soon(): void;
  stop(): Promise<void>;
}

interface LoopOptions {
  readonly publish: () => Promise<unknown>;
  readonly onBug: (cause: unknown) => void;
}

/**
 * Looks at the folders again and again while one is on or a file is on its way; never two rounds at the same time. The lease is kept
 * by a timer of its own: a round may take longer than a beat.
 */
export function createRoundLoop(context: WatchContext, { publish, onBug }: LoopOptions): RoundLoop {
  const { timing, lease, ledger, open } = context;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let isWanted = false;
  let isStopped = false;
  let isOn = false;

  async function once(): Promise<void> {
    const choices = ledger.watch.choices();
    const wasOn = isOn;
    isOn = [...choices.values()].some(({ on }) => on);
    if (wasOn && !isOn) await lease().release();
    if (isOn || open.size > 0) await round(context, choices);
    await publish();
  }

  /** Or it would look as if all were well while nothing is taken. The next round tries again. */
  async function tell(cause: unknown): Promise<void> {
    onBug(cause);
    context.trouble = appError('internal');
    await publish().catch(onBug);
  }

  function start(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    isWanted = false;
    // Later than now, so that whatever the round sets off finds it under way.
    running = Promise.resolve()
      .then(once)
      .catch(tell)
      .finally(() => {
        running = null;
        if (isStopped) return;
        if (isWanted) void start();
        else if (isOn || open.size > 0) timer = setTimeout(() => void start(), timing.pollMs);
      });
    return running;
  }

  const beats = setInterval(() => {
    if (isOn) void lease().beat();
  }, timing.beatMs);
  return {
    soon() {
      if (isStopped) return;
      if (running) isWanted = true;
      else void start();
    },
    async stop() {
      isStopped = true;
      clearInterval(beats);
      if (timer) clearTimeout(timer);
      while (running) await running;
    },
  };
}

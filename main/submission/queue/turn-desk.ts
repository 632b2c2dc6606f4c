import type { Channel } from '../../../shared/contract/submission.ts';

/** Somebody who wants a turn. */
export interface TurnWish {
  readonly submissionId: string;
  readonly channel: Channel;
}

export interface TurnRules {
  /** How many may have a turn on a channel at the same time; it may change. */
  readonly limitOf: (channel: Channel) => number;
  /** The lower, the earlier. */
  readonly placeOf: (submissionId: string) => number;
  /** Stays in its place, and lets those after it go first. */
  readonly isHeld: (submissionId: string) => boolean;
}

export interface TurnDesk {
  /** Waits for a turn; gives the release, or null when the signal was raised. */
  take(wish: TurnWish, signal: AbortSignal): Promise<(() => void) | null>;
  /** Rules, places or holds have changed: looks again whose turn it is. */
  look(): void;
}

interface Waiting {
  readonly submissionId: string;
  readonly resolve: (release: (() => void) | null) => void;
}

interface Line {
  busy: number;
  /** By place. */
  waiting: Waiting[];
}

/** Makes the desk that gives turns by place, each channel with a line of its own. */
export function createTurnDesk({ limitOf, placeOf, isHeld }: TurnRules): TurnDesk {
  const lines: Readonly<Record<Channel, Line>> = {
    web: { busy: 0, waiting: [] },
    sftp: { busy: 0, waiting: [] },
  };
  const serve = (channel: Channel) => {
    const line = lines[channel];
    for (let index = 0; line.busy < limitOf(channel) && index < line.waiting.length; ) {
      const next = line.waiting[index];
      if (!next || isHeld(next.submissionId)) {
        index += 1;
        continue;
      }
      line.waiting.splice(index, 1);
      line.busy += 1;
      next.resolve(releaseOf(channel));
    }
  };
  const releaseOf = (channel: Channel) => {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      lines[channel].busy -= 1;
      serve(channel);
    };
  };
  /** Into its place: nearly always the last. */
  const enter = (line: Line, waiting: Waiting) => {
    const place = placeOf(waiting.submissionId);
    let index = line.waiting.length;
    while (index > 0 && placeOf(line.waiting[index - 1]?.submissionId ?? '') > place) index -= 1;
    line.waiting.splice(index, 0, waiting);
  };
  return {
    async take({ submissionId, channel }, signal) {
      if (signal.aborted) return null;
      const line = lines[channel];
      const { promise, resolve } = Promise.withResolvers<(() => void) | null>();
      const waiting = { submissionId, resolve };
      const leave = () => {
        line.waiting = line.waiting.filter((each) => each !== waiting);
        resolve(null);
      };
      signal.addEventListener('abort', leave, { once: true });
      enter(line, waiting);
      // Thousands may be held before it; they need not be looked at for another one of them.
      if (!isHeld(submissionId)) serve(channel);
      const release = await promise;
      signal.removeEventListener('abort', leave);
      if (!release || !signal.aborted) return release;
      // The signal was raised after the turn was given and before it was taken.
      release();
      return null;
    },
    look() {
      for (const channel of ['web', 'sftp'] as const) {
        const places = new Map(lines[channel].waiting.map((each) => [each, placeOf(each.submissionId)]));
        lines[channel].waiting.sort((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0));
        serve(channel);
      }
    },
  };
}

import type { CardState, ModuleFault } from '../../shared/contract/card.ts';
import { type CardLink, faultOf, openCardLink } from './card-link.ts';
import type { FoundCard } from './card-messages.ts';
import type { CardTiming } from './card-timing.ts';
import { showCards } from './show-cards.ts';
import type { SpawnCard } from './spawn-card.ts';

/** The card software as the profile names it. */
export interface CardModule {
  readonly modulePath: string;
  readonly sha256: string | null;
  readonly tokenLabel: string | null;
}

export interface CardKeeperOptions {
  readonly module: CardModule;
  readonly spawn: SpawnCard;
  readonly timing: CardTiming;
}

/** Keeps the card process alive and knows what it saw last. Its callers take turns. */
export interface CardKeeper {
  state(): CardState;
  cards(): readonly FoundCard[];
  subscribe(listener: (state: CardState) => void): () => void;
  /** The running process with its module loaded, started when there is none; null when that fails. */
  opened(signal?: AbortSignal): Promise<CardLink | null>;
  look(): Promise<void>;
  /** Ends the process and says why. */
  fail(fault: ModuleFault): void;
  failuresInARow(): number;
  close(): void;
}

/** The state that is shown, and who is told of its changes. */
function createShownState(first: CardState) {
  const listeners = new Set<(state: CardState) => void>();
  let state = first;
  return {
    get: () => state,
    become(next: CardState): void {
      if (JSON.stringify(next) === JSON.stringify(state)) return;
      state = next;
      for (const listener of listeners) listener(state);
    },
    subscribe(listener: (state: CardState) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    silence: () => listeners.clear(),
  };
}

/** Starts nothing before it is asked to look. */
export function createCardKeeper({ module, spawn, timing }: CardKeeperOptions): CardKeeper {
  const shown = createShownState({ kind: 'starting' });
  let cards: readonly FoundCard[] = [];
  let link: CardLink | null = null;
  let failures = 0;
  let closed = false;

  function fail(fault: ModuleFault): void {
    failures += 1;
    cards = [];
    link?.kill();
    shown.become({ kind: 'module-failed', fault });
  }

  async function opened(signal?: AbortSignal): Promise<CardLink | null> {
    if (closed) return null;
    if (link) return link;
    const own = openCardLink(spawn, () => {
      if (link === own) link = null;
    });
    link = own;
    const answer = await own.ask(
      { kind: 'open', ...module },
      { deadlineMs: timing.openMs, ...(signal ? { signal } : {}) },
    );
    const fault = faultOf(answer);
    if (fault) fail(fault);
    return answer.kind === 'reply' && !fault ? own : null;
  }

  async function look(): Promise<void> {
    const answer = await (await opened())?.ask({ kind: 'look' }, { deadlineMs: timing.lookMs });
    if (!answer) return;
    const fault = faultOf(answer);
    if (fault) return fail(fault);
    if (answer.kind !== 'reply' || answer.reply.kind !== 'seen') return;
    failures = 0;
    cards = answer.reply.cards;
    const before = shown.get();
    const hadCard = before.kind === 'present' || (before.kind === 'no-card' && before.removed);
    shown.become(showCards(answer.reply, hadCard));
  }

  return {
    state: shown.get,
    cards: () => cards,
    subscribe: shown.subscribe,
    opened,
    look,
    fail,
    failuresInARow: () => failures,
    close() {
      closed = true;
      shown.silence();
      link?.kill();
    },
  };
}

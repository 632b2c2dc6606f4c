import type { ModuleFault } from '../../shared/contract/card.ts';
import { type CardQuestion, type CardReply, cardReplySchema } from './card-messages.ts';
import type { SpawnCard } from './spawn-card.ts';

export type LinkAnswer =
  | { readonly kind: 'reply'; readonly reply: CardReply }
  /** The process ended, or said something that is no answer. */
  | { readonly kind: 'crashed' }
  /** No answer in time: the process was killed. */
  | { readonly kind: 'hung' }
  /** Nobody wants the answer any more: the process was killed. */
  | { readonly kind: 'aborted' };

/** Why the process or its module failed; null when neither did. */
export function faultOf(answer: LinkAnswer): ModuleFault | null {
  if (answer.kind === 'hung') return 'hung';
  if (answer.kind === 'crashed') return 'crashed';
  return answer.kind === 'reply' && answer.reply.kind === 'module-failed' ? answer.reply.fault : null;
}

/** One card process, from its start to its end. The one who asks waits for the answer before asking again. */
export interface CardLink {
  ask(
    question: CardQuestion,
    limits: { readonly deadlineMs: number; readonly signal?: AbortSignal },
  ): Promise<LinkAnswer>;
  kill(): void;
}

/** Starts a card process. */
export function openCardLink(spawn: SpawnCard, onOver: () => void): CardLink {
  const child = spawn();
  let lastId = 0;
  let over = false;
  let waiting: { readonly id: number; readonly settle: (answer: LinkAnswer) => void } | null = null;

  function end(answer: LinkAnswer): void {
    if (!over) {
      over = true;
      child.kill();
      onOver();
    }
    waiting?.settle(answer);
  }

  child.onExit(() => end({ kind: 'crashed' }));
  child.onMessage((message) => {
    const parsed = cardReplySchema.safeParse(message);
    if (!parsed.success || parsed.data.id !== waiting?.id) end({ kind: 'crashed' });
    else waiting.settle({ kind: 'reply', reply: parsed.data });
  });

  return {
    kill: () => end({ kind: 'aborted' }),
    ask: (question, { deadlineMs, signal }) =>
      new Promise((resolve) => {
        if (over) return resolve({ kind: 'crashed' });
        if (signal?.aborted) return resolve({ kind: 'aborted' });
        lastId += 1;
        const abort = () => end({ kind: 'aborted' });
        const deadline = setTimeout(() => end({ kind: 'hung' }), deadlineMs);
        waiting = {
          id: lastId,
          settle: (answer) => {
            waiting = null;
            clearTimeout(deadline);
            signal?.removeEventListener('abort', abort);
            resolve(answer);
          },
        };
        signal?.addEventListener('abort', abort, { once: true });
        child.send({ id: lastId, ...question });
      }),
  };
}

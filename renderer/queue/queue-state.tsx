import { CircleCheck, CircleHelp, CirclePause, CircleX, Hourglass, OctagonX, RotateCw, TimerReset } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { QueueItem, QueueItemState } from '../../shared/contract/queue.ts';
import { Countdown } from '../ui/countdown.tsx';
import { ErrorWords } from '../ui/error-words.tsx';

const signs = {
  running: RotateCw,
  waiting: Hourglass,
  paused: CirclePause,
  retrying: TimerReset,
  'in-doubt': CircleHelp,
  failed: CircleX,
  refused: OctagonX,
  done: CircleCheck,
} as const;

/** A state of the queue by sign, word and colour, never by colour alone. */
export function QueueStateSign({ state }: { readonly state: QueueItemState }) {
  const { t } = useTranslation('queue');
  const Sign = signs[state];
  return (
    <span className={`outcome queue-${state}`}>
      <Sign aria-hidden size={14} />
      {t(`state.${state}`)}
    </span>
  );
}

/** What there is to say of a state: what it waits for, when it is tried again, why it ended. */
export function QueueNote({ item }: { readonly item: QueueItem }) {
  const { t } = useTranslation('queue');
  const { state, waitsFor, nextAttemptAt, retries, error } = item;
  if (nextAttemptAt !== null) {
    return (
      <>
        {waitsFor === 'server' ? t('nextAttempt') : t('attempt', { number: retries + 1 })}{' '}
        <Countdown until={nextAttemptAt} />
      </>
    );
  }
  if (waitsFor === 'same-name') return <>{t('waitsFor.same-name')}</>;
  if (error && (state === 'failed' || state === 'refused')) return <ErrorWords error={error} brief />;
  if (state === 'in-doubt') return <>{t('asking')}</>;
  return null;
}

import { ArrowDown, ArrowUp, ArrowUpToLine, CircleHelp, Pause, Play, RotateCcw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { QueueItem } from '../../shared/contract/queue.ts';
import { LookUp } from '../activity/look-up.tsx';
import { Button } from '../ui/button.tsx';
import { isStatedByExchange } from '../ui/error-words.tsx';
import { askItem, askToCancel, moveItem, pauseItem, retryItem } from './queue-actions.ts';
import { useQueue } from './queue-feature.ts';

/** Whether it can be cancelled: it has not ended. */
export function isCancellable({ state }: QueueItem): boolean {
  return state === 'running' || state === 'waiting' || state === 'paused' || state === 'retrying';
}

/** What can be done with one file now. */
export function QueueRowActions({ item }: { readonly item: QueueItem }) {
  const { t } = useTranslation('queue');
  const feature = useQueue();
  const { fileName, state, error } = item;
  const named = (words: string) => `${words}: ${fileName}`;
  const canTry = state === 'retrying' || (state === 'failed' && error?.retry !== 'never');
  return (
    <>
      {item.turn !== null && <MoveButtons item={item} />}
      {canTry && (
        <Button
          aria-label={named(t(state === 'failed' ? 'retry' : 'tryNow'))}
          onPress={() => void retryItem(feature, item)}
          icon={<RotateCcw aria-hidden size={14} />}
        >
          {t(state === 'failed' ? 'retry' : 'tryNow')}
        </Button>
      )}
      {state === 'failed' && error && isStatedByExchange(error) && <LookUp fileName={fileName} />}
      {state === 'in-doubt' && (
        <Button
          aria-label={named(t('askAgain'))}
          onPress={() => void askItem(feature, item)}
          icon={<CircleHelp aria-hidden size={14} />}
        >
          {t('askAgain')}
        </Button>
      )}
      <PauseButton item={item} />
      {isCancellable(item) && (
        <Button
          aria-label={named(t('cancel.open'))}
          onPress={() => askToCancel(feature, item)}
          icon={<X aria-hidden size={14} />}
        />
      )}
    </>
  );
}

function PauseButton({ item }: { readonly item: QueueItem }) {
  const { t } = useTranslation('queue');
  const feature = useQueue();
  if (item.pausing !== 'possible') return null;
  const isHeld = item.heldBy === 'itself';
  const words = t(isHeld ? 'resume' : 'pause');
  return (
    <Button
      aria-label={`${words}: ${item.fileName}`}
      onPress={() => void pauseItem(feature, item)}
      icon={isHeld ? <Play aria-hidden size={14} /> : <Pause aria-hidden size={14} />}
    >
      {words}
    </Button>
  );
}

function MoveButtons({ item }: { readonly item: QueueItem }) {
  const { t } = useTranslation('queue');
  const feature = useQueue();
  const moves = [
    { to: 'first', icon: <ArrowUpToLine aria-hidden size={14} /> },
    { to: 'up', icon: <ArrowUp aria-hidden size={14} /> },
    { to: 'down', icon: <ArrowDown aria-hidden size={14} /> },
  ] as const;
  return moves.map(({ to, icon }) => (
    <Button
      key={to}
      variant="quiet"
      aria-label={`${t(`move.${to}`)}: ${item.fileName}`}
      isDisabled={item.turn === 1 && to !== 'down'}
      onPress={() => void moveItem(feature, item, to)}
      icon={icon}
    />
  ));
}

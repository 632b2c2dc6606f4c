import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { QUEUE_PAGE } from '../../shared/contract/queue.ts';
import { Button } from '../ui/button.tsx';
import { turnPage } from './queue-actions.ts';
import { useQueue, useQueueState } from './queue-feature.ts';

/** Which part of a long queue is shown, and the way to the others. */
export function QueuePages() {
  const { t } = useTranslation('queue');
  const feature = useQueue();
  const { offset, total, count } = useQueueState((state) => {
    return { offset: state.offset, total: state.total, count: state.items.length };
  });
  return (
    <div className="queue-pages">
      <span className="muted queue-keys">{t('keys')}</span>
      {total > QUEUE_PAGE && (
        <>
          <span className="tabular">{t('page', { from: offset + 1, to: offset + count, total })}</span>
          <Button
            aria-label={t('previousPage')}
            icon={<ChevronLeft aria-hidden size={14} />}
            isDisabled={offset === 0}
            onPress={() => turnPage(feature, -1)}
          />
          <Button
            aria-label={t('nextPage')}
            icon={<ChevronRight aria-hidden size={14} />}
            isDisabled={offset + QUEUE_PAGE >= total}
            onPress={() => turnPage(feature, 1)}
          />
        </>
      )}
    </div>
  );
}

import { ProgressBar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { type QueueTotals, queueStates } from '../../shared/contract/queue.ts';
import { formatDuration, formatSize } from '../ui/format.ts';
import { useQueueState } from './queue-feature.ts';
import { QueueStateSign } from './queue-state.tsx';

/** How many are in which state, and how far the batch is. */
export function QueueHeader() {
  const { t } = useTranslation('queue');
  const totals = useQueueState((state) => state.totals);
  if (!totals) return null;
  const shown = queueStates.filter((state) => totals.counts[state] > 0);
  return (
    <section className="queue-header" aria-label={t('totals')}>
      <ul className="queue-counts">
        {shown.map((state) => (
          <li key={state}>
            <strong className="tabular">{totals.counts[state]}</strong> <QueueStateSign state={state} />
          </li>
        ))}
        {shown.length === 0 && <li className="muted">{t('nothing')}</li>}
      </ul>
      {totals.totalBytes > 0 && <BatchProgress totals={totals} />}
    </section>
  );
}

function BatchProgress({ totals }: { readonly totals: QueueTotals }) {
  const { t } = useTranslation('queue');
  const { sentBytes, totalBytes, bytesPerSecond, counts } = totals;
  const percent = Math.floor((sentBytes / totalBytes) * 100);
  const left = bytesPerSecond > 0 ? formatDuration(((totalBytes - sentBytes) / bytesPerSecond) * 1000) : '–';
  return (
    <ProgressBar aria-label={t('batch')} value={percent} className="queue-batch">
      {/* A native element, because it draws its value without an inline style. */}
      <progress max={100} value={percent} aria-hidden="true" />
      <span className="tabular">
        {percent} % · {formatSize(sentBytes)} / {formatSize(totalBytes)}
        {counts.running > 0 && ` · ${formatSize(Math.round(bytesPerSecond))}/s · ${t('timeLeft', { time: left })}`}
      </span>
    </ProgressBar>
  );
}

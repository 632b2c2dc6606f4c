import { useTranslation } from 'react-i18next';
import type { QueueItem } from '../../shared/contract/queue.ts';
import { ErrorWords } from '../ui/error-words.tsx';
import { Notice, type Tone } from '../ui/notice.tsx';
import { useQueueState } from './queue-feature.ts';

function toneOf({ state }: QueueItem): Tone {
  if (state === 'in-doubt') return 'doubt';
  return state === 'refused' ? 'danger' : 'warning';
}

/** The row that has the focus in full words: what happened, what can be done, and why it cannot be paused. */
export function QueueDetail() {
  const { t } = useTranslation('queue');
  const item = useQueueState(({ items, lookedAt }) => items.find((each) => each.submissionId === lookedAt) ?? null);
  const reason = item?.pausing === 'by-web' || item?.pausing === 'no-rename' ? item.pausing : null;
  if (!item || (!item.error && reason === null)) return null;
  return (
    <Notice tone={item.error ? toneOf(item) : 'info'}>
      <span className="file-name">{item.fileName}</span>{' '}
      {item.error ? (
        <ErrorWords error={item.error} brief={item.state === 'in-doubt'} />
      ) : (
        reason && t(`pausing.${reason}`)
      )}
    </Notice>
  );
}

import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Countdown } from '../ui/countdown.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { Notice } from '../ui/notice.tsx';
import { CancelDialog } from './cancel-dialog.tsx';
import { showQueue } from './queue-actions.ts';
import { QueueDetail } from './queue-detail.tsx';
import { useQueue, useQueueState } from './queue-feature.ts';
import { QueueHeader } from './queue-header.tsx';
import { QueuePages } from './queue-pages.tsx';
import { QueueTable } from './queue-table.tsx';
import { QueueToolbar } from './queue-toolbar.tsx';

/** All submissions in the order in which they are sent, by web and by SFTP. */
export function QueuePanel() {
  const feature = useQueue();
  useEffect(() => showQueue(feature), [feature]);
  return (
    <>
      <QueueHeader />
      <QueueToolbar />
      <QueueNotices />
      <QueueTable />
      <QueueDetail />
      <QueuePages />
      <CancelDialog />
    </>
  );
}

function QueueNotices() {
  const { t } = useTranslation('queue');
  const failure = useQueueState((state) => state.failure);
  const paused = useQueueState(({ totals }) => totals?.paused ?? false);
  const serverRetryAt = useQueueState(({ totals }) => totals?.serverRetryAt ?? null);
  return (
    <div className="queue-notices">
      {paused && <Notice tone="warning">{t('queuePaused')}</Notice>}
      {!paused && serverRetryAt !== null && (
        <Notice tone="warning">
          {t('serverSilent')} {t('nextAttempt')} <Countdown until={serverRetryAt} />
        </Notice>
      )}
      <div role="alert">
        {failure && (
          <Notice tone="danger">
            {failure.fileName !== null && <span className="file-name">{failure.fileName} </span>}
            <ErrorWords error={failure.error} />
          </Notice>
        )}
      </div>
    </div>
  );
}

import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { ProgressBar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { QueueItem } from '../../shared/contract/queue.ts';
import type { DataColumn } from '../ui/columns-that-fit.ts';
import { DataTable } from '../ui/data-table.tsx';
import { FileNameInLine } from '../ui/file-name.tsx';
import { formatDuration, formatSize } from '../ui/format.ts';
import { useQueue, useQueueState } from './queue-feature.ts';
import { QueueRowActions } from './queue-row-actions.tsx';
import { QueueNote, QueueStateSign } from './queue-state.tsx';
import { watchQueueFocus, watchQueueKeys } from './watch-queue-keys.ts';

/** Two lines: the state and what there is to say of it. */
const ROW_HEIGHT = 44;

type ColumnId = 'turn' | 'fileName' | 'progress' | 'state' | 'actions';

/** Together they fit a window of 1,024 px. */
const columns: readonly DataColumn<ColumnId>[] = [
  { id: 'turn', width: 46, minWidth: 46 },
  { id: 'fileName', width: '1fr', minWidth: 184 },
  { id: 'progress', width: 152, minWidth: 140 },
  { id: 'state', width: '1fr', minWidth: 164 },
  { id: 'actions', width: 236, minWidth: 200 },
];

/** The queue, a row for each file. Arrow keys move, Space pauses, Alt+Up and Alt+Down change the order, Delete cancels. */
export function QueueTable() {
  const { t } = useTranslation('queue');
  const feature = useQueue();
  const items = useQueueState((state) => state.items);
  const known = useQueueState((state) => state.totals !== null);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const table = frame.current;
    if (!table) return;
    const stops = [watchQueueKeys(feature, table), watchQueueFocus(feature, table)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [feature]);
  const heading = useCallback((id: ColumnId) => t(`column.${id}`), [t]);
  return (
    <DataTable
      frame={frame}
      label={t('title')}
      className="queue-table"
      columns={columns}
      heading={heading}
      items={items}
      idOf={({ submissionId }) => submissionId}
      cell={(item, id) => <QueueCell item={item} column={id} />}
      rowHeight={ROW_HEIGHT}
      empty={known ? t('empty') : ''}
    />
  );
}

function QueueCell({ item, column }: { readonly item: QueueItem; readonly column: ColumnId }): ReactNode {
  switch (column) {
    case 'turn':
      return item.turn ?? '–';
    case 'fileName':
      return (
        <span className="two-lines">
          <FileNameInLine name={item.fileName} />
          <span className="row-note">
            {item.folderId} · {item.channel.toUpperCase()} · {formatSize(item.size)}
          </span>
        </span>
      );
    case 'progress':
      return <FileProgress item={item} />;
    case 'state':
      return (
        <span className="two-lines">
          <QueueStateSign state={item.state} />
          <span className="row-note">
            <QueueNote item={item} />
          </span>
        </span>
      );
    default:
      return <QueueRowActions item={item} />;
  }
}

/** How much has gone, and while it goes, how fast and how long it will take. */
function FileProgress({ item }: { readonly item: QueueItem }) {
  const { t } = useTranslation('queue');
  const { size, sentBytes, bytesPerSecond, fileName, state } = item;
  if (state === 'refused' || state === 'failed' || state === 'in-doubt') return '–';
  const percent = size > 0 ? Math.floor((sentBytes / size) * 100) : 100;
  const time = formatDuration(((size - sentBytes) / bytesPerSecond) * 1000);
  return (
    <span className="two-lines">
      <ProgressBar aria-label={t('sent', { name: fileName })} value={percent} className="queue-progress">
        <progress max={100} value={percent} aria-hidden="true" />
        <span className="tabular">{percent} %</span>
      </ProgressBar>
      <span className="row-note">
        {bytesPerSecond > 0 && `${formatSize(Math.round(bytesPerSecond))}/s · ${t('timeLeft', { time })}`}
      </span>
    </span>
  );
}

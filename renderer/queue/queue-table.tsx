import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import {
  Cell,
  Column,
  ProgressBar,
  ResizableTableContainer,
  Row,
  Table,
  TableBody,
  TableHeader,
  TableLayout,
  Virtualizer,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { QueueItem } from '../../shared/contract/queue.ts';
import { formatDuration, formatSize } from '../ui/format.ts';
import { useQueue, useQueueState } from './queue-feature.ts';
import { QueueRowActions } from './queue-row-actions.tsx';
import { QueueNote, QueueStateSign } from './queue-state.tsx';
import { watchQueueFocus, watchQueueKeys } from './watch-queue-keys.ts';

const HEADING_HEIGHT = 28;
/** Two lines: the state and what there is to say of it. */
const ROW_HEIGHT = 44;

type ColumnId =
  | 'turn'
  | 'fileName'
  | 'folderId'
  | 'channel'
  | 'size'
  | 'progress'
  | 'speed'
  | 'left'
  | 'state'
  | 'actions';
interface ColumnPlan {
  readonly id: ColumnId;
  readonly width: number | '1fr' | '2fr';
  readonly minWidth: number;
}

const columns: readonly ColumnPlan[] = [
  { id: 'turn', width: 46, minWidth: 46 },
  { id: 'fileName', width: '1fr', minWidth: 168 },
  { id: 'folderId', width: 56, minWidth: 52 },
  { id: 'channel', width: 56, minWidth: 54 },
  { id: 'size', width: 72, minWidth: 64 },
  { id: 'progress', width: 112, minWidth: 96 },
  { id: 'speed', width: 84, minWidth: 76 },
  { id: 'left', width: 56, minWidth: 52 },
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
  return (
    <ResizableTableContainer ref={frame} className="queue-table">
      <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight: ROW_HEIGHT, headingHeight: HEADING_HEIGHT }}>
        <Table aria-label={t('title')} className="data-table">
          <QueueColumns />
          <TableBody
            items={items}
            dependencies={[t]}
            renderEmptyState={() => <p className="empty muted">{known ? t('empty') : ''}</p>}
          >
            {(item) => (
              <Row
                id={item.submissionId}
                columns={columns}
                className="data-row"
                textValue={item.fileName}
                dependencies={[item, t]}
              >
                {({ id }) => (
                  <Cell className={`data-cell cell-${id}`}>
                    <QueueCell item={item} column={id} />
                  </Cell>
                )}
              </Row>
            )}
          </TableBody>
        </Table>
      </Virtualizer>
    </ResizableTableContainer>
  );
}

function QueueColumns() {
  const { t } = useTranslation('queue');
  return (
    <TableHeader columns={columns} className="data-header" dependencies={[t]}>
      {({ id, width, minWidth }) => (
        <Column
          id={id}
          className={`data-column cell-${id}`}
          isRowHeader={id === 'fileName'}
          defaultWidth={width}
          minWidth={minWidth}
        >
          {t(`column.${id}`)}
        </Column>
      )}
    </TableHeader>
  );
}

function QueueCell({ item, column }: { readonly item: QueueItem; readonly column: ColumnId }): ReactNode {
  const { bytesPerSecond, size, sentBytes } = item;
  switch (column) {
    case 'turn':
      return item.turn ?? '–';
    case 'fileName':
    case 'folderId':
      return item[column];
    case 'channel':
      return item.channel.toUpperCase();
    case 'size':
      return formatSize(size);
    case 'progress':
      return <FileProgress item={item} />;
    case 'speed':
      return bytesPerSecond > 0 ? `${formatSize(Math.round(bytesPerSecond))}/s` : '–';
    case 'left':
      return bytesPerSecond > 0 ? formatDuration(((size - sentBytes) / bytesPerSecond) * 1000) : '–';
    case 'state':
      return (
        <span className="queue-state">
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

function FileProgress({ item }: { readonly item: QueueItem }) {
  const { t } = useTranslation('queue');
  const { size, sentBytes, fileName, state } = item;
  if (state === 'refused' || state === 'failed' || state === 'in-doubt') return '–';
  const percent = size > 0 ? Math.floor((sentBytes / size) * 100) : 100;
  return (
    <ProgressBar aria-label={t('sent', { name: fileName })} value={percent} className="queue-progress">
      <progress max={100} value={percent} aria-hidden="true" />
      <span className="tabular">{percent} %</span>
    </ProgressBar>
  );
}

import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Cell,
  Column,
  ResizableTableContainer,
  Row,
  Table,
  TableBody,
  TableHeader,
  TableLayout,
  Virtualizer,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { type ActivityRow, activitySortFields } from '../../shared/contract/activity.ts';
import { formatDateTime, formatSize } from '../ui/format.ts';
import { changeQuery, showRow } from './activity-actions.ts';
import { useActivity, useActivityState } from './activity-feature.ts';
import { Verdict } from './verdict.tsx';

const ROW_HEIGHT = 28;

type ColumnId = (typeof activitySortFields)[number] | 'channel';
interface ColumnPlan {
  readonly id: ColumnId;
  readonly width: number | '1fr';
  readonly minWidth: number;
}

const columns: readonly ColumnPlan[] = [
  { id: 'receivedAt', width: 144, minWidth: 100 },
  { id: 'fileName', width: '1fr', minWidth: 164 },
  { id: 'folderId', width: 60, minWidth: 52 },
  { id: 'identity', width: 156, minWidth: 100 },
  { id: 'inputDate', width: 92, minWidth: 90 },
  { id: 'size', width: 72, minWidth: 60 },
  { id: 'sha256', width: 88, minWidth: 80 },
  { id: 'channel', width: 64, minWidth: 56 },
  { id: 'verdict', width: 120, minWidth: 100 },
];

function cellContent(row: ActivityRow, column: ColumnId): ReactNode {
  switch (column) {
    case 'receivedAt':
      return formatDateTime(row.receivedAt);
    case 'identity':
      return `${row.identity} ${row.participantCode}`;
    case 'size':
      return formatSize(row.size);
    case 'sha256':
      return <code>{row.sha256.slice(0, 8)}</code>;
    case 'channel':
      return row.channel.toUpperCase();
    case 'verdict':
      return <Verdict verdict={row.verdict} />;
    default:
      return row[column];
  }
}

/** The files that the exchange has, one row each. Only the rows in view are drawn. Enter shows the details. */
export function ActivityTable() {
  const { t } = useTranslation('activity');
  const feature = useActivity();
  const rows = useActivityState((state) => state.page?.rows ?? null);
  const { sort, descending } = useActivityState((state) => state.query);
  return (
    <ResizableTableContainer className="activity-table">
      <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight: ROW_HEIGHT, headingHeight: ROW_HEIGHT }}>
        <Table
          aria-label={t('title')}
          className="data-table"
          sortDescriptor={{ column: sort, direction: descending ? 'descending' : 'ascending' }}
          onSortChange={({ column, direction }) => {
            const chosen = activitySortFields.find((field) => field === column);
            if (chosen) void changeQuery(feature, { sort: chosen, descending: direction === 'descending' });
          }}
          onRowAction={(key) => showRow(feature, String(key))}
        >
          <ActivityColumns />
          <TableBody
            items={rows ?? []}
            renderEmptyState={() => <p className="empty muted">{rows === null ? t('notAsked') : t('noRows')}</p>}
          >
            {(row) => (
              <Row id={row.reference} columns={columns} className="data-row">
                {({ id }) => <Cell className={`data-cell cell-${id}`}>{cellContent(row, id)}</Cell>}
              </Row>
            )}
          </TableBody>
        </Table>
      </Virtualizer>
    </ResizableTableContainer>
  );
}

function ActivityColumns() {
  const { t } = useTranslation('activity');
  return (
    <TableHeader columns={columns} className="data-header" dependencies={[t]}>
      {({ id, width, minWidth }) => (
        <Column
          id={id}
          className={`data-column cell-${id}`}
          isRowHeader={id === 'fileName'}
          allowsSorting={id !== 'channel'}
          defaultWidth={width}
          minWidth={minWidth}
        >
          {({ sortDirection }) => (
            <>
              {t(`column.${id}`)}
              {sortDirection === 'ascending' && <ArrowUp aria-hidden size={12} />}
              {sortDirection === 'descending' && <ArrowDown aria-hidden size={12} />}
            </>
          )}
        </Column>
      )}
    </TableHeader>
  );
}

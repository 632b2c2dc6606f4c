import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type ActivityRow, activitySortFields } from '../../shared/contract/activity.ts';
import type { DataColumn } from '../ui/columns-that-fit.ts';
import { DataTable } from '../ui/data-table.tsx';
import { FileNameInLine } from '../ui/file-name.tsx';
import { formatDateTime, formatSize } from '../ui/format.ts';
import { changeQuery, showRow } from './activity-actions.ts';
import { useActivity, useActivityState } from './activity-feature.ts';
import { Verdict } from './verdict.tsx';

const ROW_HEIGHT = 28;

type ColumnId = (typeof activitySortFields)[number] | 'channel';

/** All of them fit a window of 1,280 px; what is left out in a narrower one stands in the details. */
const columns: readonly DataColumn<ColumnId>[] = [
  { id: 'receivedAt', width: 156, minWidth: 100, sorts: true },
  { id: 'fileName', width: '1fr', minWidth: 170, sorts: true },
  { id: 'folderId', width: 72, minWidth: 52, sorts: true, leaves: 3 },
  { id: 'identity', width: 164, minWidth: 100, sorts: true, leaves: 4 },
  { id: 'inputDate', width: 96, minWidth: 90, sorts: true, leaves: 6 },
  { id: 'size', width: 72, minWidth: 60, sorts: true, leaves: 2 },
  { id: 'sha256', width: 88, minWidth: 80, sorts: true, leaves: 5 },
  { id: 'channel', width: 72, minWidth: 56, leaves: 1 },
  { id: 'verdict', width: 120, minWidth: 100, sorts: true },
];

function cellContent(row: ActivityRow, column: ColumnId): ReactNode {
  switch (column) {
    case 'receivedAt':
      return formatDateTime(row.receivedAt);
    case 'fileName':
      return <FileNameInLine name={row.fileName} />;
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

/** The files that the exchange has, one row each. Enter shows the details. */
export function ActivityTable() {
  const { t } = useTranslation('activity');
  const feature = useActivity();
  const rows = useActivityState((state) => state.page?.rows ?? null);
  const { sort, descending } = useActivityState((state) => state.query);
  const heading = useCallback((id: ColumnId) => t(`column.${id}`), [t]);
  return (
    <DataTable
      label={t('title')}
      className="activity-table"
      columns={columns}
      heading={heading}
      items={rows ?? []}
      idOf={({ reference }) => reference}
      cell={cellContent}
      rowHeight={ROW_HEIGHT}
      empty={rows === null ? t('notAsked') : t('noRows')}
      sorting={{
        by: { column: sort, direction: descending ? 'descending' : 'ascending' },
        onChange({ column, direction }) {
          const chosen = activitySortFields.find((field) => field === column);
          if (chosen) void changeQuery(feature, { sort: chosen, descending: direction === 'descending' });
        },
      }}
      onRowAction={(id) => showRow(feature, id)}
    />
  );
}

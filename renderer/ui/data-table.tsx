import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import {
  Cell,
  Column,
  ResizableTableContainer,
  Row,
  type SortDescriptor,
  Table,
  TableBody,
  TableHeader,
  TableLayout,
  Virtualizer,
} from 'react-aria-components';
import { columnsThatFit, type DataColumn } from './columns-that-fit.ts';

const HEADING_HEIGHT = 28;

interface DataTableProps<Item extends object, Id extends string> {
  readonly label: string;
  readonly className: string;
  /** The column `fileName` names the row. */
  readonly columns: readonly DataColumn<Id>[];
  /** The words over a column. Another function, as after a change of language, draws everything again. */
  readonly heading: (column: Id) => string;
  /** A row is drawn again when its item is another object. */
  readonly items: readonly Item[];
  readonly idOf: (item: Item) => string;
  readonly cell: (item: Item, column: Id) => ReactNode;
  readonly rowHeight: number;
  readonly empty: string;
  readonly sorting?: { readonly by: SortDescriptor; readonly onChange: (by: SortDescriptor) => void };
  /** Enter or a press on a row. */
  readonly onRowAction?: (id: string) => void;
  readonly frame?: RefObject<HTMLDivElement | null>;
}

/** The width of an element in px, before the first paint and whenever it changes; null until it is known. */
function useWidth(element: RefObject<HTMLElement | null>): number | null {
  const [width, setWidth] = useState<number | null>(null);
  useLayoutEffect(() => {
    const watched = element.current;
    if (!watched) return;
    const measure = () => setWidth(watched.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/**
 * A table of any length, of which only the rows in view are drawn. Nothing has to be scrolled sideways: where there is no room,
 * columns are left out in the order that they ask for.
 */
export function DataTable<Item extends object, Id extends string>(props: DataTableProps<Item, Id>) {
  const { label, className, items, idOf, cell, rowHeight, empty, sorting, onRowAction, heading } = props;
  const own = useRef<HTMLDivElement>(null);
  const frame = props.frame ?? own;
  const columns = columnsThatFit(props.columns, useWidth(frame));
  const shown = columns.map(({ id }) => id).join(' ');
  return (
    <ResizableTableContainer ref={frame} className={className}>
      <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight, headingHeight: HEADING_HEIGHT }}>
        <Table
          aria-label={label}
          className="data-table"
          {...(sorting && { sortDescriptor: sorting.by, onSortChange: sorting.onChange })}
          {...(onRowAction && { onRowAction: (key) => onRowAction(String(key)) })}
        >
          <Columns columns={columns} heading={heading} />
          <TableBody
            items={items}
            dependencies={[heading, shown]}
            renderEmptyState={() => <p className="empty muted">{empty}</p>}
          >
            {(item) => (
              <Row id={idOf(item)} columns={columns} className="data-row" dependencies={[item, heading, shown]}>
                {({ id }) => <Cell className={`data-cell cell-${id}`}>{cell(item, id)}</Cell>}
              </Row>
            )}
          </TableBody>
        </Table>
      </Virtualizer>
    </ResizableTableContainer>
  );
}

interface ColumnsProps<Id extends string> {
  readonly columns: readonly DataColumn<Id>[];
  readonly heading: (column: Id) => string;
}

function Columns<Id extends string>({ columns, heading }: ColumnsProps<Id>) {
  return (
    <TableHeader columns={columns} className="data-header" dependencies={[heading]}>
      {({ id, width, minWidth, sorts }) => (
        <Column
          id={id}
          className={`data-column cell-${id}`}
          isRowHeader={id === 'fileName'}
          allowsSorting={sorts ?? false}
          defaultWidth={width}
          minWidth={minWidth}
        >
          {({ sortDirection }) => (
            <>
              {heading(id)}
              {sortDirection === 'ascending' && <ArrowUp aria-hidden size={12} />}
              {sortDirection === 'descending' && <ArrowDown aria-hidden size={12} />}
            </>
          )}
        </Column>
      )}
    </TableHeader>
  );
}

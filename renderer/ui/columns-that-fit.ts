export interface DataColumn<Id extends string> {
  readonly id: Id;
  /** In px; `1fr` is a share of what is left over. */
  readonly width: number | '1fr';
  /** In px. */
  readonly minWidth: number;
  readonly sorts?: boolean;
  /** Where there is no room, the column with the lowest number is left out first; one without a number is always there. */
  readonly leaves?: number;
}

function needed(columns: readonly DataColumn<string>[]): number {
  return columns.reduce((sum, { width, minWidth }) => sum + (width === '1fr' ? minWidth : width), 0);
}

/** Takes the columns of a table and its width in px (null: not known yet); gives those that have room in it, in their order. */
export function columnsThatFit<Id extends string>(
  columns: readonly DataColumn<Id>[],
  width: number | null,
): readonly DataColumn<Id>[] {
  const leaving = columns
    .filter(({ leaves }) => leaves !== undefined)
    .toSorted((one, other) => (one.leaves ?? 0) - (other.leaves ?? 0));
  let shown = columns;
  for (const gone of leaving) {
    if (width === null || needed(shown) <= width) break;
    shown = shown.filter((column) => column !== gone);
  }
  return shown;
}

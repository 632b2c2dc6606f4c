import { describe, expect, it } from 'vitest';
import { columnsThatFit, type DataColumn } from '../../../../renderer/ui/columns-that-fit.ts';

const columns: readonly DataColumn<'time' | 'file' | 'size' | 'verdict'>[] = [
  { id: 'time', width: 100, minWidth: 80, leaves: 2 },
  { id: 'file', width: '1fr', minWidth: 150 },
  { id: 'size', width: 60, minWidth: 60, leaves: 1 },
  { id: 'verdict', width: 90, minWidth: 90 },
];
const idsAt = (width: number | null) => columnsThatFit(columns, width).map(({ id }) => id);

describe('columnsThatFit', () => {
  it.each([
    [null, ['time', 'file', 'size', 'verdict']],
    [400, ['time', 'file', 'size', 'verdict']],
    [399, ['time', 'file', 'verdict']],
    [340, ['time', 'file', 'verdict']],
    [339, ['file', 'verdict']],
    [10, ['file', 'verdict']],
  ])('at %s px gives %j', (width, expected) => {
    expect(idsAt(width)).toEqual(expected);
  });
});

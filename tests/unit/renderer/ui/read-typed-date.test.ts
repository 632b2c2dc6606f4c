import { describe, expect, it } from 'vitest';
import { readTypedDate } from '../../../../renderer/ui/read-typed-date.ts';

describe('readTypedDate', () => {
  it.each([
    ['2022-05-12', '2022-05-12'],
    [' 20220512 ', '2022-05-12'],
    ['２０２２－０５－１２', '2022-05-12'],
    ['2024-02-29', '2024-02-29'],
  ])('reads %s', (text, day) => {
    expect(readTypedDate(text)).toBe(day);
  });

  it.each(['', '2022-02-30', '2022-13-01', '12/05/2022', '2022-5-12', '2022-05-1', '20220230', '2022-05-12T00:00'])(
    'refuses %s instead of repairing it',
    (text) => {
      expect(readTypedDate(text)).toBeNull();
    },
  );
});

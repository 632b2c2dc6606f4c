import { expect, test } from 'vitest';
import {
  hongKongHourToday,
  hongKongText,
  hongKongTimestamp,
} from '../../../../../main/practice/core/hong-kong-time.ts';

const lateEvening = Date.parse('2026-05-22T17:05:06.007Z');

test('writes the time of Hong Kong, where it is already tomorrow', () => {
  expect(hongKongTimestamp(lateEvening)).toBe('2026-05-23T01:05:06.007+08:00');
  expect(Date.parse(hongKongTimestamp(lateEvening))).toBe(lateEvening);
  expect(hongKongText(lateEvening)).toBe('2026-05-23 01:05:06 HKT');
});

test('finds an hour of the day in Hong Kong', () => {
  expect(new Date(hongKongHourToday(lateEvening, 18)).toISOString()).toBe('2026-05-23T10:00:00.000Z');
  expect(new Date(hongKongHourToday(lateEvening, 8)).toISOString()).toBe('2026-05-23T00:00:00.000Z');
});

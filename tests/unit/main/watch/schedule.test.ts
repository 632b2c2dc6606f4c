import { describe, expect, test } from 'vitest';
import { cutOffToday, hongKongMidnight, scheduleAt } from '../../../../main/watch/schedule.ts';

/** A time in Hong Kong. 2026-05-22 is a Friday. */
const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);

describe('scheduleAt', () => {
  test('is always open without a schedule', () => {
    expect(scheduleAt(null, at('2026-05-22 03:00'))).toEqual({ isOpen: true, changesAt: null });
    expect(scheduleAt({}, at('2026-05-22 03:00'))).toEqual({ isOpen: true, changesAt: null });
  });

  test.each([
    ['2026-05-22 08:59', false, '2026-05-22 09:00'],
    ['2026-05-22 09:00', true, '2026-05-22 18:00'],
    ['2026-05-22 17:59', true, '2026-05-22 18:00'],
    ['2026-05-22 18:00', false, '2026-05-23 09:00'],
  ])('from 09:00 until 18:00, at %s, is open: %s until %s', (now, isOpen, changesAt) => {
    expect(scheduleAt({ from: '09:00', until: '18:00' }, at(now))).toEqual({ isOpen, changesAt: at(changesAt) });
  });

  test.each([
    ['2026-05-22 21:59', false, '2026-05-22 22:00'],
    ['2026-05-22 23:00', true, '2026-05-23 02:00'],
    ['2026-05-23 01:59', true, '2026-05-23 02:00'],
    ['2026-05-23 02:00', false, '2026-05-25 22:00'],
  ])(
    'over midnight, on weekdays by the day of its beginning, at %s, is open: %s until %s',
    (now, isOpen, changesAt) => {
      const schedule = { from: '22:00', until: '02:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'] as const };
      expect(scheduleAt(schedule, at(now))).toEqual({ isOpen, changesAt: at(changesAt) });
    },
  );

  test('joins days without hours, and counts them in Hong Kong', () => {
    const schedule = { days: ['fri', 'sat'] as const };
    // Friday 00:30 in Hong Kong is still Thursday in London.
    expect(scheduleAt(schedule, at('2026-05-22 00:30'))).toEqual({ isOpen: true, changesAt: at('2026-05-24 00:00') });
    expect(scheduleAt(schedule, at('2026-05-21 23:30'))).toEqual({ isOpen: false, changesAt: at('2026-05-22 00:00') });
  });

  test('is open from a time to the end of the day, or from its beginning', () => {
    expect(scheduleAt({ from: '20:00' }, at('2026-05-22 23:59')).isOpen).toBe(true);
    expect(scheduleAt({ from: '20:00' }, at('2026-05-23 00:00')).isOpen).toBe(false);
    expect(scheduleAt({ until: '08:00' }, at('2026-05-23 00:00'))).toEqual({
      isOpen: true,
      changesAt: at('2026-05-23 08:00'),
    });
  });
});

describe('cutOffToday', () => {
  test('is the catalogue\u2019s own when that is of today', () => {
    expect(cutOffToday(at('2026-05-22 18:00'), at('2026-05-22 19:00'))).toBe(at('2026-05-22 18:00'));
    expect(cutOffToday(null, at('2026-05-22 19:00'))).toBeNull();
  });

  test('is the same time of day when the catalogue is old, because nobody logged in since', () => {
    expect(cutOffToday(at('2026-05-20 18:30'), at('2026-05-22 00:10'))).toBe(at('2026-05-22 18:30'));
  });

  test('stays when it is of a later day', () => {
    expect(cutOffToday(at('2026-05-23 18:00'), at('2026-05-22 19:00'))).toBe(at('2026-05-23 18:00'));
  });
});

test('midnight is that of Hong Kong', () => {
  expect(hongKongMidnight(at('2026-05-22 00:00'))).toBe(at('2026-05-22 00:00'));
  expect(hongKongMidnight(at('2026-05-22 23:59'))).toBe(at('2026-05-22 00:00'));
});

import { describe, expect, it } from 'vitest';
import {
  formatDateTime,
  formatDuration,
  formatOffset,
  formatSize,
  formatTime,
  groupChecksum,
} from '../../../../renderer/ui/format.ts';
import { sampleSha } from '../../../helpers/renderer-samples.ts';

describe('format', () => {
  it("shows Hong Kong's time, whatever zone this PC is in", () => {
    const time = Date.parse('2022-05-11T16:00:07Z');
    expect(formatTime(time)).toBe('00:00:07');
    expect(formatDateTime(time)).toBe('2022-05-12 00:00:07');
  });

  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [2150, '2.1 KB'],
    [10 * 1024 * 1024, '10.0 MB'],
    [3 * 1024 ** 3, '3.0 GB'],
    [5000 * 1024 ** 3, '5000.0 GB'],
  ])('shows %i bytes as %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });

  it.each([
    [-5, '0:00'],
    [1, '0:01'],
    [59_000, '0:59'],
    [60_000, '1:00'],
    [3_599_000, '59:59'],
    [3_600_000, '1:00:00'],
    [43_205_000, '12:00:05'],
  ])('shows %i ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it.each([
    [300, '+0.3 s'],
    [-1_250, '−1.3 s'],
    [600_000, '+10 min'],
    [7_200_000, '+2 h'],
    [-259_200_000, '−3 d'],
  ])('shows an offset of %i ms as %s', (ms, text) => {
    expect(formatOffset(ms)).toBe(text);
  });

  it('groups a checksum by eight', () => {
    expect(groupChecksum(sampleSha)).toEqual(Array.from({ length: 8 }, () => 'aaaaaaaa'));
  });
});

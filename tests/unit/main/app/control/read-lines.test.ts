import { describe, expect, it } from 'vitest';
import { readLines } from '../../../../../main/app/control/read-lines.ts';

function reader(most: number) {
  const lines: string[] = [];
  let tooLong = 0;
  const take = readLines({ most, onLine: (line) => lines.push(line), onTooLong: () => (tooLong += 1) });
  return { lines, tooLong: () => tooLong, take: (text: string) => take(Buffer.from(text)) };
}

describe('readLines', () => {
  it('puts lines together from whatever pieces they come in', () => {
    const text = '{"a":1}\n\n{"b":"香港"}\nrest';
    const bytes = Buffer.from(text);
    for (let size = 1; size <= bytes.length; size += 1) {
      const lines: string[] = [];
      const take = readLines({
        most: 100,
        onLine: (line) => lines.push(line),
        onTooLong: () => lines.push('too long'),
      });
      for (let at = 0; at < bytes.length; at += size) take(Buffer.from(bytes.subarray(at, at + size)));
      expect(lines).toEqual(['{"a":1}', '', '{"b":"香港"}']);
    }
  });

  it('gives a line up that is too long, once, and hears nothing after it', () => {
    const { lines, tooLong, take } = reader(5);
    take('12345\n');
    take('1234');
    take('56');
    take('7\nok\n');
    expect([lines, tooLong()]).toEqual([['12345'], 1]);
  });
});

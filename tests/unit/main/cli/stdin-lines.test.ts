import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createStdinLines } from '../../../../main/cli/stdin-lines.ts';

const never = new AbortController().signal;

function input(isTerminal: boolean) {
  const stream = new PassThrough();
  const raw: boolean[] = [];
  let interrupts = 0;
  const terminal = Object.assign(stream, { isTTY: isTerminal, setRawMode: (on: boolean) => raw.push(on) });
  const lines = createStdinLines(terminal as unknown as NodeJS.ReadStream, { onInterrupt: () => (interrupts += 1) });
  return { stream, lines, raw, interrupts: () => interrupts };
}

describe('lines from a pipe', () => {
  it('are given one at a time, in whatever pieces they come, with the last one unended', async () => {
    const { stream, lines } = input(false);
    stream.write('pass');
    const first = lines.next(never);
    stream.write('word\r\n12');
    expect(await first).toBe('password');
    const second = lines.next(never);
    stream.end('3456');
    expect(await second).toBe('123456');
    expect(await lines.next(never)).toBeNull();
  });

  it('are not waited for when the command is interrupted', async () => {
    const { lines } = input(false);
    const interrupted = new AbortController();
    const line = lines.next(interrupted.signal);
    interrupted.abort();
    expect(await line).toBeNull();
  });

  it('have an end: nobody’s password is that long', async () => {
    const { stream, lines } = input(false);
    stream.write('x'.repeat(5_000));
    expect((await lines.next(never))?.length).toBe(5_000);
    expect(await lines.next(never)).toBeNull();
  });
});

describe('lines from a terminal', () => {
  it('are typed unseen, and can be corrected by whole characters', async () => {
    const { stream, lines, raw } = input(true);
    const line = lines.next(never);
    expect(raw).toEqual([true]);
    stream.write('Pä\u007f\u007fHarb');
    stream.write('our-港\b1\r');
    expect(await line).toBe('Harbour-1');
    expect(raw).toEqual([true, false]);
  });

  it('end with Ctrl+C, which interrupts, and with Ctrl+D', async () => {
    const broken = input(true);
    const line = broken.lines.next(never);
    broken.stream.write('half\u0003');
    expect([await line, broken.interrupts()]).toEqual([null, 1]);
    const left = input(true);
    const none = left.lines.next(never);
    left.stream.write('\u0004');
    expect([await none, left.interrupts()]).toEqual([null, 0]);
  });
});

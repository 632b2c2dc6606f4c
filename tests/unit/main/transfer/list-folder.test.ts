import type { FileEntryWithStats, SFTPWrapper } from 'ssh2';
import { expect, test } from 'vitest';
import { createByteBudget } from '../../../../main/transfer/byte-budget.ts';
import { createPulse } from '../../../../main/transfer/deadline.ts';
import { listFolder } from '../../../../main/transfer/files/list-folder.ts';
import type { Session } from '../../../../main/transfer/session.ts';
import { usualDeadlines } from '../../../../main/transfer/transfer.ts';

const REGULAR = 0o100644;

/** One name as a server sends it; what is not given was not sent. */
function entry(filename: string, sent: { mode?: number; size?: number; mtime?: number }): FileEntryWithStats {
  const attrs = { ...sent, isFile: () => ((sent.mode ?? 0) & 0o170000) === 0o100000 };
  return { filename, longname: `-rw-r--r-- 1 a a 4 May 22 2026 ${filename}`, attrs } as unknown as FileEntryWithStats;
}

function sessionWith(entries: readonly FileEntryWithStats[]): Session {
  const answers = [entries];
  const sftp = {
    opendir: (_path: string, done: (cause: undefined, handle: Buffer) => void) => done(undefined, Buffer.from('h')),
    readdir: (_handle: Buffer, done: (cause: unknown, list?: unknown) => void) => {
      const some = answers.shift();
      if (some) done(undefined, some);
      else done(Object.assign(new Error('End of file'), { code: 1 }));
    },
    close: (_handle: Buffer, done: () => void) => done(),
  } as unknown as SFTPWrapper;
  const rest = { deadlines: usualDeadlines, memory: createByteBudget(1), pulse: createPulse() };
  return { sftp, ...rest, further: () => [], onEnd: () => () => undefined };
}

test('counts what a server says too little of, and lists the others', async () => {
  const whole = { mode: REGULAR, size: 4, mtime: 1_700_000_000 };
  const session = sessionWith([
    entry('whole.csv', whole),
    entry('no-time.csv', { mode: REGULAR, size: 4 }),
    entry('no-kind.csv', { size: 4, mtime: 1_700_000_000 }),
    entry('folder', { ...whole, mode: 0o040755 }),
  ]);
  expect(await listFolder(session, '/SD1')).toEqual({
    entries: [{ name: 'whole.csv', size: 4, modifiedAt: 1_700_000_000_000 }],
    passedOver: 2,
  });
});

import type { SFTPWrapper } from 'ssh2';
import { expect, test } from 'vitest';
import { createByteBudget } from '../../../../main/transfer/byte-budget.ts';
import { createPulse } from '../../../../main/transfer/deadline.ts';
import type { Session } from '../../../../main/transfer/session.ts';
import { type UploadOrder, usualDeadlines } from '../../../../main/transfer/transfer.ts';
import { giveName } from '../../../../main/transfer/upload/give-name.ts';

type Answered = (cause?: unknown) => void;

const replacing = { 'posix-rename@openssh.com': '1' };

/** A server that refuses the rename with these words (null: it does not), and has another file of another size under the name. */
function sessionThatSays(message: string | null, _extensions: Readonly<Record<string, string>> = replacing): Session {
  const answer = (_from: string, _to: string, done: Answered) =>
    done(message === null ? undefined : Object.assign(new Error(message), { code: 3 }));
  const sftp = {
    _extensions,
    rename: answer,
    ext_openssh_rename: answer,
    lstat: (_path: string, done: (cause: undefined, stats: { size: number }) => void) => done(undefined, { size: 9 }),
  } as unknown as SFTPWrapper;
  const rest = { deadlines: usualDeadlines, memory: createByteBudget(1), pulse: createPulse() };
  return { sftp, ...rest, further: () => [], onEnd: () => () => undefined };
}

const order = (replace: boolean) =>
  ({ finalPath: '/SD1/outbox/a.csv', size: 4, sha256: '0'.repeat(64), replace }) as UploadOrder;

test.each([
  { message: 'P413 Over the limit', replace: true, code: 'refused-by-exchange' },
  { message: 'P413 Over the limit', replace: false, code: 'refused-by-exchange' },
  // Whoever agreed to replace is not told to agree to replace.
  { message: 'Permission denied', replace: true, code: 'sftp-refused' },
  { message: 'Permission denied', replace: false, code: 'sftp-name-taken' },
])(
  'a rename that is refused by "$message" is told as $code (replacing: $replace)',
  async ({ message, replace, code }) => {
    const named = giveName(sessionThatSays(message), '/SD1/outbox/.id.part', order(replace));
    await expect(named).rejects.toMatchObject({ error: { code } });
  },
);

test('a free name needs no server that replaces', async () => {
  expect(await giveName(sessionThatSays(null, {}), '/SD1/outbox/.id.part', order(true))).toBeNull();
  const taken = giveName(sessionThatSays('Failure', {}), '/SD1/outbox/.id.part', order(true));
  await expect(taken).rejects.toMatchObject({ error: { code: 'sftp-refused', details: { operation: 'replace' } } });
});

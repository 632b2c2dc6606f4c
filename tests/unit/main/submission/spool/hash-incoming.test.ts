import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FileChanged } from '../../../../../main/submission/file-changed.ts';
import { hashIncoming } from '../../../../../main/submission/spool/hash-incoming.ts';
import { incoming } from '../../../../helpers/submission-setup.ts';

const limit = { maxBytes: 1_000_000 };
const piece = Buffer.from('abc');

test('whatever the pieces, the hash and the size are those of the whole', async () => {
  const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(pieces, async (bytes) => {
      const whole = Buffer.concat(bytes);
      const sha256 = createHash('sha256').update(whole).digest('hex');
      expect(await hashIncoming(incoming('x', bytes), limit)).toEqual({
        ok: true,
        value: { size: whole.length, sha256 },
      });
    }),
  );
});

test('a file that grows is given up at once, also when it never ends', async () => {
  let given = 0;
  async function* endless() {
    for (;;) {
      given += 1;
      yield piece;
    }
  }
  const result = await hashIncoming({ fileName: 'x', expectedSize: 7, open: endless }, limit);
  expect(result).toMatchObject({ error: { code: 'file-changed', retry: 'now' } });
  expect(given).toBe(3);
});

test.each([
  { what: 'shrank', file: { ...incoming('x', 'abc'), expectedSize: 4 }, code: 'file-changed' },
  { what: 'is empty', file: incoming('x', ''), code: 'file-empty' },
  {
    what: 'is announced as too large',
    file: { ...incoming('x', 'abc'), expectedSize: 1_000_001 },
    code: 'file-too-large',
  },
  {
    what: 'turns out too large',
    file: { ...incoming('x', [Buffer.alloc(1_000_001)]), expectedSize: null },
    code: 'file-too-large',
  },
])('a file that $what is $code', async ({ file, code }) => {
  expect(await hashIncoming(file, limit)).toMatchObject({ ok: false, error: { code } });
});

test.each([
  { what: 'the file system, before the first byte', begun: false, cause: { code: 'ENOENT' }, code: 'file-unreadable' },
  { what: 'the file system, in the middle', begun: true, cause: { code: 'EIO' }, code: 'file-unreadable' },
  { what: 'the source that noticed a change', begun: true, cause: new FileChanged(), code: 'file-changed' },
  { what: 'a page that broke off', begun: true, cause: new Error('aborted'), code: 'file-changed' },
  { what: 'a page that never began', begun: false, cause: new Error('aborted'), code: 'file-unreadable' },
])('an error of $what is $code', async ({ begun, cause, code }) => {
  async function* open() {
    if (begun) yield piece;
    throw cause;
  }
  expect(await hashIncoming({ fileName: 'x', expectedSize: 9, open }, limit)).toMatchObject({ error: { code } });
});

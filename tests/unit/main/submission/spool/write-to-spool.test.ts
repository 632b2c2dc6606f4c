import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSpool, type Spool } from '../../../../../main/submission/spool/spool.ts';
import { writeToSpool } from '../../../../../main/submission/spool/write-to-spool.ts';
import { incoming, temporaryFolder } from '../../../../helpers/submission-setup.ts';

let place: Awaited<ReturnType<typeof temporaryFolder>>;
let spool: Spool;
const options = () => ({ spool, id: 'one', maxBytes: 100_000_000, onStep: () => undefined });

beforeEach(async () => {
  place = await temporaryFolder();
  spool = await openSpool(place.folder);
});
afterEach(() => place.remove());

test('the copy has the bytes, for this user alone', async () => {
  expect(await writeToSpool(incoming('x.csv', 'a,b\n'), options())).toMatchObject({ value: { size: 4 } });
  expect(await readFile(spool.pathOf('one'), 'utf8')).toBe('a,b\n');
  expect(statSync(spool.pathOf('one')).mode & 0o777).toBe(0o600);
  expect(statSync(path.join(place.folder, 'spool')).mode & 0o777).toBe(0o700);
});

test('nothing stays of a file that could not be copied', async () => {
  const shrunk = { ...incoming('x.csv', 'abc'), expectedSize: 4 };
  expect(await writeToSpool(shrunk, options())).toMatchObject({ error: { code: 'file-changed' } });
  expect(await spool.list()).toEqual([]);
});

test('an existing copy is never written over', async () => {
  await writeToSpool(incoming('x.csv', 'first'), options());
  await expect(writeToSpool(incoming('x.csv', 'second'), options())).rejects.toThrow('EEXIST');
  expect(await readFile(spool.pathOf('one'), 'utf8')).toBe('first');
});

const canMount = process.platform === 'linux' && process.getuid?.() === 0 && mountWorks();

function mountWorks(): boolean {
  try {
    execFileSync('/usr/bin/unshare', ['--mount', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    // a container without the right to mount: the test says that it was skipped
    return false;
  }
}

describe.skipIf(!canMount)('a full disk (needs the right to mount a small tmpfs)', () => {
  let small: string;

  beforeEach(() => {
    small = path.join(place.folder, 'small');
    mkdirSync(small);
    execFileSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', small]);
  });
  afterEach(() => {
    execFileSync('/usr/bin/umount', [small]);
  });

  test('is `disk-full`, leaves nothing, and room that comes back is enough', async () => {
    spool = await openSpool(small);
    const large = incoming(
      'x.csv',
      Array.from({ length: 8 }, () => Buffer.alloc(64 * 1024, 'a')),
    );
    expect(await writeToSpool(large, options())).toEqual({ ok: false, error: { code: 'disk-full', retry: 'now' } });
    expect(await spool.list()).toEqual([]);
    expect(await writeToSpool(incoming('x.csv', 'fits'), options())).toMatchObject({ ok: true });
  });
});

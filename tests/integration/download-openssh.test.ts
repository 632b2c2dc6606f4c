import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectServer } from '../../main/transfer/connect/connect-server.ts';
import type { Downloaded, DownloadOrder, SftpConnection, SftpTarget } from '../../main/transfer/transfer.ts';
import type { Result } from '../../shared/lib/result.ts';
import { openLine } from '../helpers/line.ts';
import { hasOpenSsh } from '../helpers/openssh-server.ts';
import { prepareOpenSsh } from '../helpers/prepare-openssh.ts';
import { connected } from '../helpers/sftp-upload.ts';
import { good } from '../helpers/submission-setup.ts';

const isSoak = process.env.CCMS_SOAK === '1';
const run = promisify(execFile);
const hashOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');

describe.skipIf(!hasOpenSsh)('download from OpenSSH (skipped without Debian package openssh-server)', () => {
  const openSsh = prepareOpenSsh();

  const remote = (name: string) => path.join(openSsh.server.folder, name);
  const part = (name: string) => path.join(openSsh.localFolder, name);

  function put(name: string, size: number): Buffer {
    const content = randomBytes(size);
    writeFileSync(remote(name), content);
    return content;
  }

  function download(
    connection: SftpConnection,
    name: string,
    changes: Partial<DownloadOrder> = {},
  ): Promise<Result<Downloaded>> {
    const { size, mtimeMs } = statSync(remote(name));
    return connection.download({
      path: remote(name),
      size,
      modifiedAt: Math.floor(mtimeMs / 1000) * 1000,
      partFile: part(name),
      readTwice: false,
      onProgress: () => undefined,
      onStep: () => undefined,
      signal: new AbortController().signal,
      ...changes,
    });
  }

  async function through<T>(target: SftpTarget, work: (connection: SftpConnection) => Promise<T>): Promise<T> {
    const connection = await connected(target);
    try {
      return await work(connection);
    } finally {
      connection.close();
    }
  }

  const memoryChild = path.join(import.meta.dirname, '../helpers/download-memory-child.ts');
  function order(name: string) {
    const { hosts, hostKeys, userName, privateKeys } = openSsh.server.target;
    return {
      target: { hosts, hostKeys, userName, privateKeys },
      path: openSsh.server.folder,
      name,
      partFile: part(name),
    };
  }

  it.each([0, 1, 131_072, 131_073, 20_000_003])('brings %i bytes over unchanged', async (size) => {
    const content = put(`size-${size}`, size);
    const done = await through(openSsh.server.target, (connection) =>
      download(connection, `size-${size}`, { readTwice: true }),
    );
    expect(good(done)).toEqual({ sha256: hashOf(content), resumedAt: 0 });
    expect(readFileSync(part(`size-${size}`)).equals(content)).toBe(true);
    expect(statSync(part(`size-${size}`)).mode & 0o777).toBe(0o640);
  });

  it('lists regular files with usable names only', async () => {
    const folder = remote('listed');
    await run('mkdir', ['-p', `${folder}/sub`]);
    for (const name of ['good.csv', '.hidden', 'half.part', 'con', 'line\nbreak', 'dot.'])
      writeFileSync(path.join(folder, name), 'x');
    await run('ln', ['-s', '/etc/passwd', `${folder}/link.csv`]);
    const listing = good(await through(openSsh.server.target, (connection) => connection.list(folder)));
    expect(listing.entries.map(({ name }) => name)).toEqual(['good.csv']);
    expect(listing.passedOver).toBe(3);
  });

  it(`ends with the same bytes after ${isSoak ? 200 : 10} cuts at random places`, async () => {
    let resumed = 0;
    for (let round = 0; round < (isSoak ? 200 : 10); round += 1) {
      const size = round % 5 === 0 ? 9_000_000 : 700_000;
      const content = put('cut', size);
      rmSync(part('cut'), { force: true });
      let cuts = 2;
      const line = await openLine({
        to: openSsh.server.target.hosts[0] ?? { host: '', port: 0 },
        cutAfterAnswer: () => (cuts-- > 0 ? 6000 + Math.floor(Math.random() * size) : Number.POSITIVE_INFINITY),
      });
      const target = { ...openSsh.server.target, hosts: [{ host: '127.0.0.1', port: line.port }] };
      let done: Downloaded | null = null;
      for (let attempt = 0; attempt < 5 && !done; attempt += 1) {
        const connection = await connectServer(target, new AbortController().signal);
        if (!connection.ok) continue;
        const result = await download(connection.value, 'cut');
        connection.value.close();
        if (result.ok) done = result.value;
        else expect(result.error.code).toBe('unreachable');
      }
      await line.close();
      expect(done?.sha256).toBe(hashOf(content));
      expect(readFileSync(part('cut')).equals(content)).toBe(true);
      if ((done?.resumedAt ?? 0) > 0) resumed += 1;
    }
    expect(resumed).toBeGreaterThan(0);
  });

  /** Leaves a part file as a cut at about half of the file does. */
  async function leaveHalf(name: string): Promise<void> {
    rmSync(part(name), { force: true });
    const stop = new AbortController();
    const done = await through(openSsh.server.target, (connection) =>
      download(connection, name, {
        signal: stop.signal,
        onProgress: (bytes) => (bytes > statSync(remote(name)).size / 2 ? stop.abort() : undefined),
      }),
    );
    expect(done).toMatchObject({ error: { code: 'cancelled' } });
  }

  it('goes on only with what is proved to be a part of the file', async () => {
    const seconds = 1_700_000_000;
    const spoil: Readonly<Record<string, (name: string, content: Buffer) => void>> = {
      'as it was': () => undefined,
      'a byte of the part changed': (name) => {
        const bytes = readFileSync(part(name));
        bytes[1000] = (bytes[1000] ?? 0) ^ 1;
        writeFileSync(part(name), bytes);
      },
      'another file with the same size and time': (name, content) => {
        randomBytes(content.length).copy(content);
        writeFileSync(remote(name), content);
      },
      'the part is shorter than recorded': (name) => writeFileSync(part(name), readFileSync(part(name)).subarray(0, 9)),
      'no record': (name) => rmSync(`${part(name)}.json`),
      'a record that does not read': (name) => writeFileSync(`${part(name)}.json`, '{'),
    };
    for (const [what, change] of Object.entries(spoil)) {
      const content = put('proved', 8_000_000);
      utimesSync(remote('proved'), seconds, seconds);
      await leaveHalf('proved');
      change('proved', content);
      utimesSync(remote('proved'), seconds, seconds);
      const done = good(await through(openSsh.server.target, (connection) => download(connection, 'proved')));
      expect(done.sha256, what).toBe(hashOf(content));
      expect(done.resumedAt > 0, what).toBe(what === 'as it was');
      expect(readFileSync(part('proved')).equals(content)).toBe(true);
    }
  });

  it('refuses a file that changes while it is fetched, and leaves nothing of it', async () => {
    put('growing', 5_000_000);
    let grown = false;
    const done = await through(openSsh.server.target, (connection) =>
      download(connection, 'growing', {
        onProgress() {
          if (!grown) appendFileSync(remote('growing'), 'more');
          grown = true;
        },
      }),
    );
    expect(done).toMatchObject({ error: { code: 'download-changed' } });
    expect(() => statSync(part('growing'))).toThrow('ENOENT');
    const vanished = through(openSsh.server.target, (connection) => {
      const order = download(connection, 'growing', { path: remote('vanished') });
      return order;
    });
    expect(await vanished).toMatchObject({ error: { code: 'download-changed' } });
  });

  it('never writes to a file that has a second name', async () => {
    const content = put('delivered', 300_000);
    good(await through(openSsh.server.target, (connection) => download(connection, 'delivered')));
    await run('ln', [part('delivered'), part('delivered.in-the-inbox')]);
    put('delivered', 300_000);
    good(await through(openSsh.server.target, (connection) => download(connection, 'delivered')));
    expect(readFileSync(part('delivered.in-the-inbox')).equals(content)).toBe(true);
  });

  it.skipIf(process.platform === 'win32')('says that the disk is full', async () => {
    put('full', 3_000_000);
    // A limit on the size of files, told by EFBIG where its signal is ignored.
    const command = `ulimit -f 1000; trap '' XFSZ; exec "$0" "$@"`;
    const failed = run('sh', ['-c', command, process.execPath, memoryChild, JSON.stringify(order('full'))]);
    await expect(failed).rejects.toThrow('disk-full');
  });

  it(`takes less than 100 MB of memory for ${isSoak ? '2 GB' : '160 MB'}`, async () => {
    await run('sh', ['-c', `head -c ${isSoak ? '2G' : '160M'} /dev/urandom > ${remote('large')}`]);
    const { stdout } = await run(process.execPath, [memoryChild, JSON.stringify(order('large'))]);
    const report = z.object({ grown: z.number(), sha256: z.string() }).parse(JSON.parse(stdout));
    const { stdout: sum } = await run('sha256sum', [remote('large')]);
    rmSync(remote('large'));
    rmSync(part('large'));
    process.stdout.write(`resident memory grew by ${Math.round(report.grown / 1024 / 1024)} MB\n`);
    expect(report.sha256).toBe(sum.slice(0, 64));
    expect(report.grown).toBeLessThan(100 * 1024 * 1024);
  }, 600_000);
});

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { connectServer } from '../../main/transfer/connect/connect-server.ts';
import { openLine } from '../helpers/line.ts';
import { hasOpenSsh } from '../helpers/openssh-server.ts';
import { prepareOpenSsh } from '../helpers/prepare-openssh.ts';
import { connected, sampleFile, uploadOrder } from '../helpers/sftp-upload.ts';
import { good } from '../helpers/submission-setup.ts';

const isSoak = process.env.CCMS_SOAK === '1';

describe.skipIf(!hasOpenSsh)('upload to OpenSSH (skipped without Debian package openssh-server)', () => {
  const openSsh = prepareOpenSsh();

  it.each([1, 32_768, 300_001, 20_000_003])(
    'brings %i bytes over unchanged, readable for its group only',
    async (size) => {
      const sample = sampleFile(openSsh.localFolder, `size-${size}`, size);
      const connection = await connected(openSsh.server.target);
      const path = `${openSsh.server.folder}/size-${size}`;
      expect(await connection.upload(uploadOrder(sample, path, { readBack: true }))).toEqual({
        kind: 'uploaded',
        resumedAt: 0,
      });
      connection.close();
      expect(readFileSync(path).equals(sample.content)).toBe(true);
      expect(statSync(path).mode & 0o777).toBe(0o640);
      expect(readdirSync(openSsh.server.folder).filter((name) => name.startsWith('.'))).toEqual([]);
    },
  );

  it('does not replace another content unless that was agreed, and takes the same content for arrived', async () => {
    const [first, second] = [
      sampleFile(openSsh.localFolder, 'first', 5000),
      sampleFile(openSsh.localFolder, 'second', 6000),
    ];
    const path = `${openSsh.server.folder}/held`;
    const connection = await connected(openSsh.server.target);
    await connection.upload(uploadOrder(first, path));
    expect(await connection.upload(uploadOrder(first, path))).toMatchObject({ kind: 'uploaded' });
    expect(await connection.upload(uploadOrder(second, path))).toMatchObject({
      kind: 'not-arrived',
      error: { code: 'sftp-name-taken' },
    });
    expect(readFileSync(path).equals(first.content)).toBe(true);
    expect(await connection.upload(uploadOrder(second, path, { replace: true }))).toMatchObject({ kind: 'uploaded' });
    expect(readFileSync(path).equals(second.content)).toBe(true);
    expect(good(await connection.look(path))).toEqual({ size: 6000 });
    expect(good(await connection.hash(path, 6000))).toBe(second.sha256);
    connection.close();
  });

  it('goes on after a cut only with a prefix that is its own', async () => {
    const [sample, foreign] = [
      sampleFile(openSsh.localFolder, 'own', 200_000),
      sampleFile(openSsh.localFolder, 'foreign', 90_000),
    ];
    const connection = await connected(openSsh.server.target);
    const path = `${openSsh.server.folder}/resumed`;
    const temporaryPath = `${openSsh.server.folder}/.resumed.part`;
    await connection.upload(uploadOrder(foreign, temporaryPath));
    expect(await connection.upload(uploadOrder(sample, path, { temporaryPath }))).toEqual({
      kind: 'uploaded',
      resumedAt: 0,
    });
    expect(readFileSync(path).equals(sample.content)).toBe(true);
    connection.close();
  });

  it(`ends with the same bytes after ${isSoak ? 200 : 10} cuts at random places`, async () => {
    for (let round = 0; round < (isSoak ? 200 : 10); round += 1) {
      const size = round % 5 === 0 ? 9_000_000 : 700_000;
      const sample = sampleFile(openSsh.localFolder, 'cut', size);
      let cuts = 2;
      const line = await openLine({
        to: openSsh.server.target.hosts[0] ?? { host: '', port: 0 },
        cutAfter: () => (cuts-- > 0 ? 6000 + Math.floor(Math.random() * size) : Number.POSITIVE_INFINITY),
      });
      const target = { ...openSsh.server.target, hosts: [{ host: '127.0.0.1', port: line.port }] };
      const path = `${openSsh.server.folder}/cut-${round}`;
      let outcome = 'none';
      for (let attempt = 0; attempt < 5 && outcome !== 'uploaded'; attempt += 1) {
        const connection = await connectServer(target, new AbortController().signal);
        if (!connection.ok) continue;
        outcome = (await connection.value.upload(uploadOrder(sample, path))).kind;
        connection.value.close();
      }
      await line.close();
      expect(outcome).toBe('uploaded');
      expect(readFileSync(path).equals(sample.content)).toBe(true);
    }
  });

  it('never shows a final name with part of the content', async () => {
    const path = `${openSsh.server.folder}/watched`;
    const sample = sampleFile(openSsh.localFolder, 'watched', 400_000);
    const connection = await connected(openSsh.server.target);
    let watching = true;
    const seen = new Set<number>();
    const watch = (async () => {
      while (watching) {
        for (const name of readdirSync(openSsh.server.folder)) {
          if (!name.startsWith('watched-')) continue;
          seen.add(statSync(`${openSsh.server.folder}/${name}`).size);
        }
        await turn();
      }
    })();
    for (let index = 0; index < (isSoak ? 1000 : 30); index += 1) {
      await connection.upload(uploadOrder(sample, `${path}-${index}`));
    }
    watching = false;
    await watch;
    connection.close();
    expect([...seen]).toEqual([400_000]);
  });

  it('does not take a slow line for a dead one', async () => {
    // What is asked last stands for seconds behind what was written, three times as long as the deadline.
    const line = await openLine({
      to: openSsh.server.target.hosts[0] ?? { host: '', port: 0 },
      bytesPerSecond: 1_000_000,
    });
    const deadlines = { connect: 10_000, operation: 1000, slow: 1000 };
    const connection = await connected({
      ...openSsh.server.target,
      hosts: [{ host: '127.0.0.1', port: line.port }],
      deadlines,
    });
    const samples = [1, 2, 3].map((number) => sampleFile(openSsh.localFolder, `slow-${number}`, 1_000_000));
    const outcomes = await Promise.all(
      samples.map((sample, index) => connection.upload(uploadOrder(sample, `${openSsh.server.folder}/slow-${index}`))),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(['uploaded', 'uploaded', 'uploaded']);
    connection.close();
    await line.close();
  });

  it('reaches the second facility when the first is away', async () => {
    const { hosts } = openSsh.server.target;
    const connection = await connected({ ...openSsh.server.target, hosts: [{ host: '127.0.0.1', port: 1 }, ...hosts] });
    expect(good(await connection.look(`${openSsh.server.folder}/nothing`))).toBeNull();
    expect(existsSync(`${openSsh.server.folder}/nothing`)).toBe(false);
    connection.close();
  });
});

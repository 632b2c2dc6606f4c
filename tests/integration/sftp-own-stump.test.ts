import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasOpenSsh, startOpenSsh } from '../helpers/openssh-server.ts';
import { prepareOpenSsh } from '../helpers/prepare-openssh.ts';
import { connected, sampleFile, uploadOrder } from '../helpers/sftp-upload.ts';
import { temporaryFolder } from '../helpers/submission-setup.ts';

describe.skipIf(!hasOpenSsh)('what an earlier attempt left under a final name (skipped without openssh-server)', () => {
  const openSsh = prepareOpenSsh();

  /** Puts something under the name and uploads over it, without a temporary name. */
  async function uploadOver(name: string, left: (content: Buffer) => Buffer, mayHaveLeft: boolean) {
    const sample = sampleFile(openSsh.localFolder, name, 300_001);
    const finalPath = `${openSsh.server.folder}/${name}`;
    const before = left(sample.content);
    writeFileSync(finalPath, before);
    const connection = await connected(openSsh.server.target);
    const outcome = await connection.upload(uploadOrder(sample, finalPath, { temporaryPath: null, mayHaveLeft }));
    connection.close();
    const after = readFileSync(finalPath);
    return { outcome, isWhole: after.equals(sample.content), isUntouched: after.equals(before) };
  }

  const withHole = (content: Buffer) =>
    Buffer.concat([content.subarray(0, 40_000), Buffer.alloc(50_000), content.subarray(90_000, 200_000)]);
  const spoilt = (content: Buffer) => {
    const bytes = Buffer.from(content.subarray(0, 200_000));
    bytes[150_000] = ((bytes[150_000] ?? 0) ^ 1) | 2;
    return bytes;
  };

  it.each([
    ['nothing yet', () => Buffer.alloc(0)],
    ['the beginning', (content: Buffer) => content.subarray(0, 70_000)],
    ['pieces with a hole between them', withHole],
  ] as const)('%s is written anew by the same submission, and by nobody else', async (name, left) => {
    const refused = await uploadOver(`${name} of others`, left, false);
    expect(refused).toMatchObject({
      outcome: { kind: 'not-arrived', error: { code: 'sftp-name-taken' } },
      isUntouched: true,
    });
    expect(await uploadOver(name, left, true)).toMatchObject({ outcome: { kind: 'uploaded' }, isWhole: true });
  });

  it.each([
    ['one byte that is another', spoilt],
    ['more than the file', (content: Buffer) => Buffer.concat([content, Buffer.from('x')])],
  ] as const)('%s is somebody else’s, and stays', async (name, left) => {
    expect(await uploadOver(name, left, true)).toMatchObject({
      outcome: { kind: 'not-arrived', error: { code: 'sftp-name-taken' } },
      isUntouched: true,
    });
  });

  it('the whole file has arrived', async () => {
    expect(await uploadOver('whole', (content) => content, false)).toMatchObject({ outcome: { kind: 'uploaded' } });
  });
});

it.skipIf(!hasOpenSsh)('has arrived before, though the server lets nobody remove the second copy', async () => {
  const server = await startOpenSsh(['remove']);
  const local = await temporaryFolder();
  const sample = sampleFile(local.folder, 'twice', 50_000);
  const finalPath = `${server.folder}/twice`;
  writeFileSync(finalPath, sample.content);
  const connection = await connected(server.target);
  expect(await connection.upload(uploadOrder(sample, finalPath))).toMatchObject({ kind: 'uploaded' });
  connection.close();
  await server.close();
  await local.remove();
});

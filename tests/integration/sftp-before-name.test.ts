import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { hasOpenSsh } from '../helpers/openssh-server.ts';
import { prepareOpenSsh } from '../helpers/prepare-openssh.ts';
import { connected, sampleFile, uploadOrder } from '../helpers/sftp-upload.ts';

describe.skipIf(!hasOpenSsh)('before a file gets its final name (skipped without openssh-server)', () => {
  const openSsh = prepareOpenSsh();

  it('whoever sends it is asked once, while the whole file still has its hidden name', async () => {
    const { server, localFolder } = openSsh;
    const sample = sampleFile(localFolder, 'noted.csv', 100_000);
    const finalPath = path.posix.join(server.folder, 'noted.csv');
    const seen: (readonly boolean[])[] = [];
    const connection = await connected(server.target);
    const order = uploadOrder(sample, finalPath, {
      beforeName: async () => {
        seen.push([existsSync(finalPath), existsSync(path.posix.join(server.folder, '.noted.csv.part'))]);
        return ok(null);
      },
    });
    expect(await connection.upload(order)).toMatchObject({ kind: 'uploaded' });
    connection.close();
    expect(seen).toEqual([[false, true]]);
  });

  it('an error of theirs ends the upload, and nothing has the name', async () => {
    const { server, localFolder } = openSsh;
    const sample = sampleFile(localFolder, 'unnoted.csv', 100_000);
    const connection = await connected(server.target);
    const order = uploadOrder(sample, path.posix.join(server.folder, 'unnoted.csv'), {
      beforeName: async () => err(appError('disk-full', { retry: 'now' })),
    });
    expect(await connection.upload(order)).toMatchObject({ kind: 'not-arrived', error: { code: 'disk-full' } });
    connection.close();
    expect(readdirSync(server.folder).filter((name) => name.includes('unnoted'))).toEqual([]);
  });
});

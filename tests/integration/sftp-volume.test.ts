import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hasOpenSsh, type OpenSshServer, startOpenSsh } from '../helpers/openssh-server.ts';
import { temporaryFolder } from '../helpers/submission-setup.ts';

const isSoak = process.env.CCMS_SOAK === '1';
const MEGA = 1024 * 1024;
/** What the issue allows above the start. */
const MOST_GROWTH = 200 * MEGA;

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(file) as AsyncIterable<Uint8Array>) hash.update(bytes);
  return hash.digest('hex');
}

async function makeFile(file: string, size: number): Promise<void> {
  const handle = await open(file, 'wx');
  for (let written = 0; written < size; written += 16 * MEGA) {
    await handle.write(randomBytes(Math.min(16 * MEGA, size - written)));
  }
  await handle.close();
}

const reportSchema = z.object({ arrived: z.number(), grewBytes: z.number() });

describe.skipIf(!hasOpenSsh)('volume to OpenSSH (skipped without Debian package openssh-server)', () => {
  let server: OpenSshServer;
  let local: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    server = await startOpenSsh();
    local = await temporaryFolder();
  });
  afterAll(async () => {
    await server.close();
    await local.remove();
  });

  it.each([
    { name: 'many', count: isSoak ? 10_000 : 200, size: 10_000 },
    { name: 'large', count: 1, size: isSoak ? 2048 * MEGA : 96 * MEGA },
  ])('brings $count $name file(s) of $size bytes over unchanged, in bounded memory', async ({ name, count, size }) => {
    const source = path.join(local.folder, name);
    const target = path.join(server.folder, name);
    await mkdir(source);
    await mkdir(target);
    const files: { file: string; size: number; sha256: string; finalPath: string }[] = [];
    for (let index = 0; index < count; index += 1) {
      const file = path.join(source, `file-${index}`);
      await makeFile(file, size);
      files.push({ file, size, sha256: await sha256(file), finalPath: path.join(target, `file-${index}`) });
    }
    const order = path.join(local.folder, `${name}.json`);
    await writeFile(order, JSON.stringify({ target: server.target, files }));
    const program = fileURLToPath(new URL('../helpers/volume-child.ts', import.meta.url));
    const child = spawn(process.execPath, [program, order], { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    for await (const text of child.stdout as AsyncIterable<Buffer>) printed += text;
    const { arrived, grewBytes } = reportSchema.parse(JSON.parse(printed));
    if (isSoak)
      process.stdout.write(`${name}: ${count} of ${size} bytes, memory grew by ${Math.round(grewBytes / MEGA)} MB\n`);

    expect(arrived).toBe(count);
    expect((await readdir(target)).length).toBe(count);
    for (const { finalPath, sha256: sent } of files) expect(await sha256(finalPath)).toBe(sent);
    expect(grewBytes).toBeLessThan(MOST_GROWTH);
    await rm(source, { recursive: true });
    await rm(target, { recursive: true });
  });
});

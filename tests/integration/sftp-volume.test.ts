import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSftp } from '../../main/app/create-sftp.ts';
import { ok } from '../../shared/lib/result.ts';
import { hasOpenSsh } from '../helpers/openssh-server.ts';
import { prepareOpenSsh } from '../helpers/prepare-openssh.ts';
import { SFTP_USER, setUpSftpPractice } from '../helpers/sftp-practice.ts';
import { connectTo, good, incoming, openService, temporaryFolder } from '../helpers/submission-setup.ts';

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
  const openSsh = prepareOpenSsh();

  it.each([
    { name: 'many', count: isSoak ? 10_000 : 200, size: 10_000 },
    { name: 'large', count: 1, size: isSoak ? 2048 * MEGA : 96 * MEGA },
  ])('brings $count $name file(s) of $size bytes over unchanged, in bounded memory', async ({ name, count, size }) => {
    const source = path.join(openSsh.localFolder, name);
    const target = path.join(openSsh.server.folder, name);
    await mkdir(source);
    await mkdir(target);
    const files: { file: string; size: number; sha256: string; finalPath: string }[] = [];
    for (let index = 0; index < count; index += 1) {
      const file = path.join(source, `file-${index}`);
      await makeFile(file, size);
      files.push({ file, size, sha256: await sha256(file), finalPath: path.join(target, `file-${index}`) });
    }
    const order = path.join(openSsh.localFolder, `${name}.json`);
    await writeFile(order, JSON.stringify({ target: openSsh.server.target, files }));
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

const DAY_MS = 86_400_000;
const COUNT = isSoak ? 10_000 : 40;

it(`submits ${COUNT} files to the practice exchange, each once, each confirmed`, async () => {
  const practice = await setUpSftpPractice();
  const side = connectTo(practice.exchange);
  const local = await temporaryFolder();
  const identity = async () => ok({ userName: SFTP_USER, privateKeys: [practice.privateKey] });
  const sftp = createSftp(practice.exchange.profile, { identity });
  const { service, ledger, bugs, close } = await openService({ dataFolder: local.folder, ...side, sftp });
  try {
    // The catalogue is asked for once; then SFTP needs nobody.
    await side.logIn();
    good(await service.listFolders());
    good(await side.sessions.logOut('ecp'));
    for (let index = 0; index < COUNT; index += 1) {
      const day = new Date(Date.UTC(2005, 0, 1) + index * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
      const { draftId } = good(await service.addFile(incoming(`SD_01234_${day}.csv`, `a,b\n${index},2\n`)));
      good(await service.submit({ draftId, replace: false, despiteRefusal: true, channel: 'sftp' }));
    }
    const open = () => ledger.submissionsIn(['checked', 'sending', 'sent', 'in-doubt']).length;
    await expect.poll(open, { timeout: isSoak ? 600_000 : 20_000 }).toBe(0);
    const ours = ledger.submissionsIn(['confirmed']).map(({ facts }) => `${facts.fileName} ${facts.sha256}`);
    const theirs = practice.exchange.control.files().map(({ fileName, sha256: held }) => `${fileName} ${held}`);
    expect(ours.toSorted()).toEqual(theirs.toSorted());
    expect(ours).toHaveLength(COUNT);
    expect(bugs).toEqual([]);
  } finally {
    await close();
    await side.close();
    await practice.close();
    await local.remove();
  }
});

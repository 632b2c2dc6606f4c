import { createHash } from 'node:crypto';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeSshKey } from './make-ssh-key.ts';

const keptSchema = z.array(z.strictObject({ private: z.string(), public: z.string() })).length(2);

/** The host keys of the practice exchange's SFTP server. */
export interface HostKeys {
  readonly privateKeys: readonly string[];
  /** As `ssh-keygen -l` shows them. */
  readonly fingerprints: readonly string[];
}

/** Takes a public key as a line of OpenSSH; gives its fingerprint. */
function fingerprintOf(line: string): string {
  const blob = Buffer.from(line.split(' ')[1] ?? '', 'base64');
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** An Ed25519 and an ECDSA key, made once and kept in the state folder, so that a saved profile stays valid over a restart. */
export async function loadHostKeys(stateFolder: string): Promise<HostKeys> {
  const file = join(stateFolder, 'sftp-host-keys.json');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  const keys = text === null ? [makeSshKey('ed25519'), makeSshKey('ecdsa')] : keptSchema.parse(JSON.parse(text));
  if (text === null) {
    await writeFile(`${file}.new`, JSON.stringify(keys), { mode: 0o600 });
    await chmod(`${file}.new`, 0o600);
    await rename(`${file}.new`, file);
  }
  return {
    privateKeys: keys.map((key) => key.private),
    fingerprints: keys.map((key) => fingerprintOf(key.public)),
  };
}

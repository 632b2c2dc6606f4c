import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fillToken, initializeSoftToken, type KeyOrder } from '../../scripts/lib/fill-token.ts';

export const softModule = '/usr/lib/softhsm/libsofthsm2.so';
export const SOFT_PIN = '123456';

/** Why SoftHSM2 cannot be had here; null where it can. */
export const noSoftCard = !existsSync(softModule)
  ? 'SoftHSM2 is not installed (package softhsm2)'
  : spawnSync('pkcs11-tool', ['--version']).error
    ? 'pkcs11-tool is not installed (package opensc)'
    : null;

/** Tokens of SoftHSM2 in a folder of their own. The card process finds them by the environment that it inherits. */
export interface SoftCards {
  /** A new token with these keys and certificates. */
  make(label: string, keys: readonly KeyOrder[]): Promise<void>;
  /** Takes every card out of its reader, and puts them back: the module looks at its folder each time. */
  takeOut(): Promise<void>;
  putBack(): Promise<void>;
  close(): Promise<void>;
}

/** Makes an empty place for tokens. */
export async function openSoftCards(): Promise<SoftCards> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'soft-cards-'));
  const tokens = path.join(folder, 'tokens');
  const away = path.join(folder, 'away');
  const configuration = path.join(folder, 'softhsm2.conf');
  await mkdir(tokens);
  await writeFile(configuration, `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  process.env.SOFTHSM2_CONF = configuration;
  const env = { ...process.env };
  return {
    async make(label, keys) {
      const slot = await initializeSoftToken(label, { pin: SOFT_PIN, env });
      await fillToken({ modulePath: softModule, slot, pin: SOFT_PIN, keys, env });
    },
    takeOut: () => rename(tokens, away),
    putBack: () => rename(away, tokens),
    async close() {
      delete process.env.SOFTHSM2_CONF;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

export interface KeyOrder {
  /** Two hex digits: certificate and key share it. */
  readonly id: string;
  /** As pkcs11-tool names it, e.g. `rsa:2048` or `EC:prime256v1`. */
  readonly keyType: string;
  /** Gives the certificate for the card's public key (both DER). */
  readonly certify: (publicKey: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;
}

export interface CardOrder {
  /** A PKCS#11 module, absolute. */
  readonly modulePath: string;
  /** The slot of the token, as the module numbers it. */
  readonly slot: string;
  readonly pin: string;
  readonly keys: readonly KeyOrder[];
  readonly env: NodeJS.ProcessEnv;
}

const run = promisify(execFile);

/** Makes keys on an initialized token and puts their certificates beside them, by OpenSC's pkcs11-tool. Rejects with what it said. */
export async function fillToken({ modulePath, slot, pin, keys, env }: CardOrder): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-card-'));
  const tool = (...args: string[]) =>
    run('pkcs11-tool', ['--module', modulePath, '--slot', slot, '--login', '--pin', pin, ...args], { env });
  try {
    for (const { id, keyType, certify } of keys) {
      const publicFile = path.join(folder, `${id}.pub`);
      const certificateFile = path.join(folder, `${id}.der`);
      await tool('--keypairgen', '--key-type', keyType, '--id', id, '--label', `key ${id}`);
      await tool('--read-object', '--type', 'pubkey', '--id', id, '--output-file', publicFile);
      await writeFile(certificateFile, await certify(new Uint8Array(await readFile(publicFile))));
      await tool('--write-object', certificateFile, '--type', 'cert', '--id', id, '--label', `certificate ${id}`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Initializes a new SoftHSM2 token; gives the number of its slot. */
export async function initializeSoftToken(
  label: string,
  { pin, env }: { readonly pin: string; readonly env: NodeJS.ProcessEnv },
): Promise<string> {
  const args = ['--init-token', '--free', '--label', label, '--so-pin', '12345678', '--pin', pin];
  const { stdout } = await run('softhsm2-util', args, { env });
  const slot = /reassigned to slot (\d+)/.exec(stdout)?.[1];
  if (slot === undefined) throw new Error(`softhsm2-util did not name the slot: ${stdout.trim()}`);
  return slot;
}

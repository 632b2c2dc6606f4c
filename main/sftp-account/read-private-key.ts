import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import ssh2 from 'ssh2';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { isWeak, keyParts } from './key-parts.ts';
import { readPpk } from './read-ppk.ts';
import { readSsh } from './ssh-wire.ts';

/** `ssh-keygen -a 100` is common; each costs some 20 ms on the program's one thread. */
const MOST_ROUNDS = 128;

const unreadable: Result<never> = err(appError('sftp-key-unreadable'));
const wrongPassphrase: Result<never> = err(appError('sftp-passphrase-wrong', { retry: 'now' }));

/** How much work OpenSSH's file asks for (PROTOCOL.key: cipher, key derivation, its options); 0 without a passphrase. */
function bcryptRounds(text: string): number {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]*?)-----END/.exec(text)?.[1];
  if (body === undefined) return 0;
  const reader = readSsh(Buffer.from(body, 'base64').subarray('openssh-key-v1\0'.length));
  reader.string();
  reader.string();
  const options = reader.string();
  if (options.length === 0) return 0;
  const derivation = readSsh(options);
  derivation.string();
  return derivation.uint32();
}

/** OpenSSH's own form, the PEM forms of OpenSSL, and PuTTY's version 2. */
function readBySsh2(text: string, passphrase: string | null): Result<KeyObject> {
  const parsed = ssh2.utils.parseKey(text, passphrase ?? undefined);
  if (parsed instanceof Error) return /passphrase/i.test(parsed.message) ? wrongPassphrase : unreadable;
  if (!parsed.isPrivateKey()) return unreadable;
  return ok(createPrivateKey(parsed.getPrivatePEM()));
}

/** PKCS #8 (RFC 5958), which ssh2 does not read. */
function readPkcs8(text: string, passphrase: string | null): Result<KeyObject> {
  try {
    return ok(createPrivateKey({ key: text, format: 'pem', ...(passphrase !== null && { passphrase }) }));
  } catch {
    // Node does not say in a way to rely on whether it was the passphrase.
    return text.includes('ENCRYPTED') ? wrongPassphrase : unreadable;
  }
}

async function readText(text: string, passphrase: string | null): Promise<Result<KeyObject>> {
  if (text.startsWith('PuTTY-User-Key-File-3:')) {
    const outcome = await readPpk(text, passphrase ?? '');
    if (outcome.kind === 'key') return ok(outcome.key);
    return outcome.kind === 'wrong-passphrase' ? wrongPassphrase : unreadable;
  }
  try {
    if (/-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(text)) return readPkcs8(text, passphrase);
    return bcryptRounds(text) > MOST_ROUNDS ? unreadable : readBySsh2(text, passphrase);
  } catch {
    // What is no key may make a parser throw, and its message may quote the text.
    return unreadable;
  }
}

/** Whether the halves belong together: a file may state any public half. */
function signsForItself(key: KeyObject): boolean {
  const probe = Buffer.from('ccms-terminal');
  const hash = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  return verify(hash, probe, createPublicKey({ key: publicJwk(key), format: 'jwk' }), sign(hash, probe, key));
}

function publicJwk(key: KeyObject) {
  const { kty, crv, x, y, n, e } = key.export({ format: 'jwk' });
  return Object.fromEntries(Object.entries({ kty, crv, x, y, n, e }).filter(([, value]) => value !== undefined));
}

/**
 * Reads the text of a private key file. Errors: `sftp-passphrase-wrong` (also when one is missing), `sftp-key-weak` (DSA, RSA under
 * 3072 bits), `sftp-key-unreadable`. The text and the passphrase are kept nowhere.
 */
export async function readPrivateKey(text: string, passphrase: string | null): Promise<Result<KeyObject>> {
  const key = await readText(text.trimStart(), passphrase === '' ? null : passphrase);
  if (!key.ok) return key;
  if (key.value.asymmetricKeyType === 'dsa' || (keyParts(key.value) && isWeak(key.value))) {
    return err(appError('sftp-key-weak'));
  }
  return keyParts(key.value) && signsForItself(key.value) ? key : unreadable;
}

import { createDecipheriv, createHmac, createPrivateKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { argon2idAsync } from '@noble/hashes/argon2.js';
import { readSsh } from './ssh-wire.ts';

/**
 * What a file of PuTTY's version 3 turned out to be (PuTTY manual, appendix C). `wrong-passphrase` also stands for a file that was
 * tampered with: its MAC does not tell the two apart.
 */
export type PpkOutcome =
  | { readonly kind: 'key'; readonly key: KeyObject }
  | { readonly kind: 'wrong-passphrase' | 'unreadable' };

/** Far above what PuTTY writes (8 MB, about 20 passes), and still done within half a minute: a file must not stop the program. */
const MOST_MEMORY_KB = 65_536;
const MOST_WORK_KB = 2_000_000;

type Fields = ReadonlyMap<string, string>;

/** `Name: value` lines; `Name-Lines: n` takes the n lines after it, joined. Null when it is no such file. */
function readFields(text: string): Fields | null {
  const lines = text.split(/\r\n|\n|\r/);
  const fields = new Map<string, string>();
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const [, name = '', value = ''] = /^([A-Za-z0-9-]+): ?(.*)$/.exec(line) ?? [];
    if (name === '' || fields.has(name)) return null;
    const count = name.endsWith('-Lines') ? Number(value) : 0;
    if (!Number.isInteger(count) || count < 0 || at + count >= lines.length) return null;
    fields.set(name, count > 0 ? lines.slice(at + 1, at + 1 + count).join('') : value);
    at += count;
  }
  return fields;
}

interface Keys {
  readonly cipherKey: Uint8Array;
  readonly iv: Uint8Array;
  readonly macKey: Uint8Array;
}

/** 80 bytes of Argon2id: key, start value, key of the MAC. Null when the file asks for something else or for too much. */
async function deriveKeys(fields: Fields, passphrase: string): Promise<Keys | null> {
  const number = (name: string) => Number(fields.get(name) ?? Number.NaN);
  const [m, t, p] = [number('Argon2-Memory'), number('Argon2-Passes'), number('Argon2-Parallelism')];
  const isSane = [m, t, p].every((value) => Number.isInteger(value) && value > 0) && p <= 16 && m >= 8 * p;
  if (fields.get('Key-Derivation') !== 'Argon2id' || !isSane || m > MOST_MEMORY_KB || m * t > MOST_WORK_KB) return null;
  const salt = Buffer.from(fields.get('Argon2-Salt') ?? '', 'hex');
  if (salt.length < 8) return null;
  const bytes = await argon2idAsync(Buffer.from(passphrase), salt, { m, t, p, dkLen: 80 });
  return { cipherKey: bytes.subarray(0, 32), iv: bytes.subarray(32, 48), macKey: bytes.subarray(48) };
}

function decrypt({ cipherKey, iv }: Keys, bytes: Buffer): Buffer | null {
  if (bytes.length === 0 || bytes.length % 16 !== 0) return null;
  const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(bytes), decipher.final()]);
}

/** The MAC over all that the file states, each with its length before it. */
function macOf(macKey: Uint8Array, stated: readonly (string | Uint8Array)[]): Buffer {
  const hmac = createHmac('sha256', macKey);
  for (const each of stated) {
    const bytes = Buffer.from(each);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hmac.update(length).update(bytes);
  }
  return hmac.digest();
}

const base64url = (bytes: Buffer) => bytes.toString('base64url');
const toNumber = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex') || '0'}`);
function fromNumber(number: bigint): string {
  const hex = number.toString(16);
  return base64url(Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex'));
}
/** To this length with zeros in front: a JWK's coordinates are never shorter. */
const padded = (bytes: Buffer, length: number) =>
  base64url(Buffer.concat([Buffer.alloc(length - bytes.length), bytes]));

const curves = { nistp256: ['P-256', 32], nistp384: ['P-384', 48], nistp521: ['P-521', 66] } as const;

/** The two halves as a JWK; null for an algorithm that is not used here. Throws when they do not hold what they should. */
function toJwk(publicHalf: Buffer, privateHalf: Buffer): Record<string, string> | null {
  const open = readSsh(publicHalf);
  const secret = readSsh(privateHalf);
  const algorithm = open.string().toString('latin1');
  if (algorithm === 'ssh-ed25519') {
    const x = base64url(open.string());
    // The one number that PuTTY writes the lowest byte first.
    const d = secret.string();
    return { kty: 'OKP', crv: 'Ed25519', x, d: base64url(Buffer.concat([d, Buffer.alloc(32 - d.length)])) };
  }
  if (algorithm === 'ssh-rsa') {
    const [e, n, d, p, q, qi] = [open.number(), open.number(), ...Array.from({ length: 4 }, () => secret.number())];
    if (!e || !n || !d || !p || !q || !qi) return null;
    const exponent = (prime: Buffer) => fromNumber(toNumber(d) % (toNumber(prime) - 1n));
    const [jn, je, jd, jp, jq, jqi] = [n, e, d, p, q, qi].map(base64url);
    return { kty: 'RSA', n: jn, e: je, d: jd, p: jp, q: jq, qi: jqi, dp: exponent(p), dq: exponent(q) } as Record<
      string,
      string
    >;
  }
  const curve = curves[open.string().toString('latin1') as keyof typeof curves];
  if (!algorithm.startsWith('ecdsa-sha2-') || !curve) return null;
  const [crv, length] = curve;
  const point = open.string();
  const [x, y] = [point.subarray(1, 1 + length), point.subarray(1 + length)];
  return { kty: 'EC', crv, x: base64url(x), y: base64url(y), d: padded(secret.number(), length) };
}

/** Takes the text of a file that begins with `PuTTY-User-Key-File-3` and its passphrase. A key of another kind is `unreadable`. */
export async function readPpk(text: string, passphrase: string): Promise<PpkOutcome> {
  const fields = readFields(text);
  const algorithm = fields?.get('PuTTY-User-Key-File-3');
  const encryption = fields?.get('Encryption');
  if (!fields || !algorithm || (encryption !== 'none' && encryption !== 'aes256-cbc')) return { kind: 'unreadable' };
  const bytesOf = (name: string) => Buffer.from(fields.get(name) ?? '', 'base64');
  const keys = encryption === 'none' ? null : await deriveKeys(fields, passphrase);
  if (encryption !== 'none' && !keys) return { kind: 'unreadable' };
  const stored = bytesOf('Private-Lines');
  const privateHalf = keys ? decrypt(keys, stored) : stored;
  if (!privateHalf) return { kind: 'unreadable' };
  const publicHalf = bytesOf('Public-Lines');
  const comment = fields.get('Comment') ?? '';
  const mac = macOf(keys?.macKey ?? new Uint8Array(), [algorithm, encryption, comment, publicHalf, privateHalf]);
  const stated = Buffer.from(fields.get('Private-MAC') ?? '', 'hex');
  if (stated.length !== mac.length || !timingSafeEqual(stated, mac)) {
    return { kind: keys ? 'wrong-passphrase' : 'unreadable' };
  }
  try {
    const key = toJwk(publicHalf, privateHalf);
    return key ? { kind: 'key', key: createPrivateKey({ key, format: 'jwk' }) } : { kind: 'unreadable' };
  } catch {
    // Node's and our own errors about a damaged key may quote it.
    return { kind: 'unreadable' };
  }
}

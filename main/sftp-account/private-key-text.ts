import type { KeyObject } from 'node:crypto';
import { algorithmOf, curvePoint, type KeyParts, keyParts, publicBlob } from './key-parts.ts';
import { mpint, sshString, uint32 } from './ssh-wire.ts';

const MAGIC = 'openssh-key-v1\0';
const BLOCK = 8;
const LINE = 70;

function privateFields(parts: KeyParts): Buffer {
  if (parts.kty === 'OKP') return Buffer.concat([sshString(parts.x), sshString(Buffer.concat([parts.d, parts.x]))]);
  if (parts.kty === 'RSA') {
    const { n, e, d, qi, p, q } = parts;
    return Buffer.concat([n, e, d, qi, p, q].map(mpint));
  }
  const { curve, point } = curvePoint(parts);
  return Buffer.concat([sshString(curve), sshString(point), mpint(parts.d)]);
}

/**
 * The private key in OpenSSH's own form, without a passphrase: the one form for Ed25519 that ssh2 reads
 * (openssh/openssh-portable:PROTOCOL.key). Throws for a kind of key that `keyParts` does not know. The two check numbers, which
 * would show a wrong passphrase, are zero: there is none.
 */
export function privateKeyText(key: KeyObject): string {
  const parts = keyParts(key);
  if (!parts) throw new Error('not a key of this program');
  const plain = Buffer.concat([
    uint32(0),
    uint32(0),
    sshString(algorithmOf(parts)),
    privateFields(parts),
    sshString(''),
  ]);
  const padding = Uint8Array.from({ length: (BLOCK - (plain.length % BLOCK)) % BLOCK }, (_, index) => index + 1);
  const bytes = Buffer.concat([
    Buffer.from(MAGIC, 'latin1'),
    sshString('none'),
    sshString('none'),
    sshString(''),
    uint32(1),
    sshString(publicBlob(parts)),
    sshString(Buffer.concat([plain, padding])),
  ]);
  const lines = bytes.toString('base64').match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n');
}

import { createPublicKey } from 'node:crypto';
import ssh2 from 'ssh2';

export interface PublicKey {
  /** In SSH wire form (RFC 4253 section 6.6), base64. */
  readonly blob: string;
  readonly comment: string;
}

/** Practice value: the exchange's own list is not public. */
const LEAST_RSA_BITS = 3072;
const algorithms = ['ssh-ed25519', 'ssh-rsa', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'];

/** Reads one line in OpenSSH's form; null when it is no public key, or one that the practice exchange finds too weak. */
export function readPublicKey(line: string): PublicKey | null {
  const parsed = ssh2.utils.parseKey(line);
  if (parsed instanceof Error || parsed.isPrivateKey()) return null;
  if (!algorithms.includes(parsed.type)) return null;
  const { modulusLength } = createPublicKey(parsed.getPublicPEM()).asymmetricKeyDetails ?? {};
  if (modulusLength !== undefined && modulusLength < LEAST_RSA_BITS) return null;
  return { blob: parsed.getPublicSSH().toString('base64'), comment: parsed.comment.slice(0, 100) };
}

import { createHash } from 'node:crypto';
import type { Profile } from '../profile/profile.ts';

/** Takes a profile; gives the SHA-256 (hex) of what says where a file would go. Two programs with the same one speak to the same exchange. */
export function exchangeFingerprint({ id, kind, realms, ecpApi, sftp, caCertificates }: Profile): string {
  const what = JSON.stringify([id, kind, realms, ecpApi, sftp ?? null, caCertificates]);
  return createHash('sha256').update(what).digest('hex');
}

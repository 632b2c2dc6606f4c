import { createHash, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { DiagnosticDetails } from '../../../shared/contract/diagnostics.ts';
import { type Finding, failed, passed } from '../finding.ts';
import { plainList, plainText } from '../plain-text.ts';

/** Nothing with SHA-1: ssh2 would accept `ssh-rsa` and `hmac-sha1` by itself. */
const algorithms = {
  serverHostKey: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
} satisfies ssh2.Algorithms;

/** As `ssh-keygen -l` shows it: SHA-256 of the key, base64 without padding. */
function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

function isPinned(fingerprint: string, pinned: readonly string[]): boolean {
  const shown = Buffer.from(fingerprint);
  return pinned.some((one) => one.length === fingerprint.length && timingSafeEqual(Buffer.from(one), shown));
}

/** Exchanges keys and hangs up before any authentication: the key is always refused once it has been looked at. */
function lookAtKey(socket: Socket): Promise<{ readonly fingerprint: string } | { readonly problem: string }> {
  const { promise, resolve } = Promise.withResolvers<{ fingerprint: string } | { problem: string }>();
  const client = new ssh2.Client();
  client.on('error', (failure) => resolve({ problem: plainText(failure.message, 100) }));
  client.on('close', () => resolve({ problem: '' }));
  client.connect({
    sock: socket,
    // ssh2 wants a name; it is sent with an authentication only, and there is none.
    username: 'none',
    readyTimeout: 0,
    algorithms,
    hostVerifier: (key: Buffer) => {
      resolve({ fingerprint: fingerprintOf(key) });
      return false;
    },
  });
  return promise;
}

/** Takes a connection whose banner was seen and the profile's fingerprints. A key that differs is a stop sign. */
export async function readHostKey(socket: Socket, pinned: readonly string[]): Promise<Finding<true>> {
  const expected: DiagnosticDetails = { pinned: plainList(pinned) };
  const seen = await lookAtKey(socket);
  socket.destroy();
  if ('problem' in seen) {
    const isOld = /no matching/i.test(seen.problem);
    return failed(isOld ? 'ssh-too-old' : 'handshake-cut', seen.problem === '' ? {} : { cause: seen.problem });
  }
  const details = { fingerprint: seen.fingerprint, ...expected };
  return isPinned(seen.fingerprint, pinned)
    ? passed('host-key-pinned', true, details)
    : failed('host-key-differs', details);
}

import { z } from 'zod';

/** Why a stage did not fail. */
const goodReasons = [
  // name
  'resolved',
  'resolved-by-this-pc',
  'is-address',
  'proxy-resolves',
  // route
  'direct',
  'direct-this-pc',
  'direct-excepted',
  'direct-sftp',
  'through-proxy',
  // tcp
  'connected',
  'tunnelled',
  // identity
  'certificate-trusted',
  'host-key-pinned',
  // answer
  'login-page',
  'token-wanted',
  'banner-seen',
  // key exchange
  'algorithms-agreed',
  // login
  'key-accepted',
  'some-keys-refused',
  // offers
  'offers-all',
  'offers-no-fsync',
  'offers-no-replace',
  'offers-few',
  // folder
  'folders-seen',
  'folders-unknown',
  'no-upload-folder',
  // write
  'written-and-read',
  'write-not-tried',
  'no-folder-to-write',
  // clock
  'clock-right',
  'no-date',
  'not-measured',
  // any stage
  'earlier-failed',
  'cancelled',
] as const;

/** Who is asked to do something about a failure. */
export type DiagnosticActor = 'operator' | 'firm-it' | 'network-vendor' | 'exchange';

/**
 * Every way in which a stage fails, with who should act. `identity` marks those in which somebody else may be answering in the
 * exchange's place: trying again does not help, and nothing must be typed.
 */
const failures = {
  // name
  'name-unknown': { actor: 'firm-it', identity: false },
  'name-server-silent': { actor: 'firm-it', identity: false },
  'address-unexpected': { actor: 'firm-it', identity: false },
  // route
  'proxy-invalid': { actor: 'firm-it', identity: false },
  'proxy-unreachable': { actor: 'firm-it', identity: false },
  'proxy-untrusted': { actor: 'firm-it', identity: false },
  'proxy-refused': { actor: 'firm-it', identity: false },
  'proxy-needs-login': { actor: 'firm-it', identity: false },
  // tcp
  refused: { actor: 'firm-it', identity: false },
  'no-answer': { actor: 'firm-it', identity: false },
  'no-route': { actor: 'network-vendor', identity: false },
  'connection-failed': { actor: 'network-vendor', identity: false },
  'tunnel-failed': { actor: 'firm-it', identity: false },
  // identity
  'other-authority': { actor: 'firm-it', identity: true },
  'self-signed': { actor: 'firm-it', identity: true },
  'certificate-expired': { actor: 'exchange', identity: true },
  'certificate-not-yet-valid': { actor: 'operator', identity: true },
  'wrong-name': { actor: 'firm-it', identity: true },
  'certificate-invalid': { actor: 'exchange', identity: true },
  'tls-too-old': { actor: 'exchange', identity: true },
  'not-tls': { actor: 'firm-it', identity: false },
  'handshake-cut': { actor: 'firm-it', identity: false },
  'handshake-silent': { actor: 'firm-it', identity: false },
  'host-key-differs': { actor: 'exchange', identity: true },
  'ssh-too-old': { actor: 'exchange', identity: true },
  // answer
  'captive-portal': { actor: 'firm-it', identity: false },
  redirected: { actor: 'firm-it', identity: false },
  'status-unexpected': { actor: 'exchange', identity: false },
  'server-error': { actor: 'exchange', identity: false },
  'not-http': { actor: 'firm-it', identity: false },
  'not-ssh': { actor: 'firm-it', identity: false },
  'answer-cut': { actor: 'firm-it', identity: false },
  'answer-silent': { actor: 'exchange', identity: false },
  // login
  'no-key': { actor: 'operator', identity: false },
  'keys-expired': { actor: 'operator', identity: false },
  'keychain-closed': { actor: 'operator', identity: false },
  'key-not-registered': { actor: 'operator', identity: false },
  'address-not-registered': { actor: 'operator', identity: false },
  'login-cut': { actor: 'firm-it', identity: false },
  'login-silent': { actor: 'exchange', identity: false },
  // offers, folder and write
  'no-sftp': { actor: 'exchange', identity: false },
  'sftp-cut': { actor: 'firm-it', identity: false },
  'sftp-silent': { actor: 'exchange', identity: false },
  'folder-missing': { actor: 'exchange', identity: false },
  'folder-denied': { actor: 'exchange', identity: false },
  'write-refused': { actor: 'exchange', identity: false },
  'write-differs': { actor: 'exchange', identity: false },
  'test-file-left': { actor: 'exchange', identity: false },
  // clock
  'clock-differs': { actor: 'operator', identity: false },
} as const satisfies Record<string, { readonly actor: DiagnosticActor; readonly identity: boolean }>;

export type FailureReason = keyof typeof failures;
export type GoodReason = (typeof goodReasons)[number];

const failureReasons = Object.keys(failures) as FailureReason[];
export const diagnosticReasonSchema = z.enum([...goodReasons, ...failureReasons]);
export type DiagnosticReason = z.infer<typeof diagnosticReasonSchema>;

/** True for the reasons of a failure; those have an actor and something to do. */
export function isFailure(reason: DiagnosticReason): reason is FailureReason {
  return Object.hasOwn(failures, reason);
}

/** Who should act on a failure first. */
export function whoActs(reason: FailureReason): DiagnosticActor {
  return failures[reason].actor;
}

/** True when the answering server could not prove that it is the exchange's. */
export function doubtsIdentity(reason: FailureReason): boolean {
  return failures[reason].identity;
}

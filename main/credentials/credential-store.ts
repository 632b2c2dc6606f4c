import type { Result } from '../../shared/lib/result.ts';

/**
 * What may be kept on a PC. Never a password, OTP, PIN or token; the secret of an authenticator app only where the profile
 * allows it and the person chose it; the private keys of the SFTP account.
 */
export type CredentialName =
  | 'user-id-ccms'
  | 'user-id-ecp'
  | 'device-key'
  | 'authenticator-seed'
  | `sftp-key-${SftpKeySlot}-${SftpKeyPart}`;

/** Room for a key in use, its successor, and the same of a second user. */
export type SftpKeySlot = 1 | 2 | 3 | 4;
/** A key longer than an entry is kept in parts. */
export type SftpKeyPart = 1 | 2 | 3 | 4;

export type CredentialStoreState =
  | { readonly kind: 'available'; readonly backend: string }
  | { readonly kind: 'unavailable'; readonly reason: 'missing' | 'locked' | 'failed' | 'forbidden' };

/**
 * Secrets of this terminal in the keychain of the operating system, one entry for each profile and name. Without a
 * keychain each call answers `keychain-unavailable` and nothing is kept: there is no other place.
 */
export interface CredentialStore {
  /** Write, read and delete of a probe value decide; asked once at start. */
  state(): CredentialStoreState;
  read(name: CredentialName): Promise<Result<string | null>>;
  /** At most 1,200 UTF-16 units (the Windows limit with room); longer is refused, never cut. */
  write(name: CredentialName, value: string): Promise<Result<null>>;
  remove(name: CredentialName): Promise<Result<null>>;
}

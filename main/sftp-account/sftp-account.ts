import type { KeyForm, NewKeyKind, SftpAccountView } from '../../shared/contract/sftp-account.ts';
import type { Result } from '../../shared/lib/result.ts';

/** By what this terminal logs in to the exchange's SFTP server. Never leaves main, never in a log or an error. */
export interface SftpIdentity {
  readonly userName: string;
  /** Newest first, each in OpenSSH's own text form without a passphrase, as ssh2 reads it; expired ones are left out. Never empty. */
  readonly privateKeys: readonly string[];
}

/** The account of this terminal at the exchange's SFTP server: its keys, and what the exchange has registered. */
export interface SftpAccount {
  /**
   * The user who is logged in to ECP, when there are keys of theirs here; else whose key was made last. Needs no session. Errors:
   * `sftp-key-missing`, `sftp-key-expired` (all of them are), `keychain-unavailable`.
   */
  identity(): Promise<Result<SftpIdentity>>;
  /** What is here, and what the exchange says, which is asked when somebody is logged in to ECP. */
  view(): Promise<Result<SftpAccountView>>;
  /** Times in ms since 1970. `sftp-keys-full` when there is no room beside the keys that are here. */
  makeKey(input: { userName: string; kind: NewKeyKind; expiresAt: number | null }): Promise<Result<SftpAccountView>>;
  /** OpenSSH, PEM or PuTTY text. Errors: `sftp-key-unreadable`, `sftp-passphrase-wrong`, `sftp-key-weak`, `sftp-key-known`. */
  importKey(input: KeyImport): Promise<Result<SftpAccountView>>;
  /** From this PC; what the exchange has registered stays until it is told otherwise. */
  removeKey(keyId: string): Promise<Result<SftpAccountView>>;
  publicKey(input: { keyId: string; form: KeyForm }): Promise<Result<{ text: string; fileName: string }>>;
  /** Errors of the session and the exchange's; `sftp-not-permitted` without EU_ECPSFTP. */
  registerKey(keyId: string): Promise<Result<SftpAccountView>>;
  registerAddress(address: string): Promise<Result<SftpAccountView>>;
  subscribe(listener: (view: SftpAccountView) => void): () => void;
}

export interface KeyImport {
  readonly userName: string;
  readonly text: string;
  readonly passphrase: string | null;
  readonly expiresAt: number | null;
}

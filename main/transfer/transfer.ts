import type { AppError } from '../../shared/contract/errors.ts';
import type { Result } from '../../shared/lib/result.ts';

/** Where and as whom to connect. */
export interface SftpTarget {
  /** The primary server first, then those to try when it cannot be reached. */
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  /** `SHA256:...` as `ssh-keygen -l` shows them; any other key is refused before anybody is authenticated. */
  readonly hostKeys: readonly string[];
  /** `http://` (CONNECT) or `socks5://`; null: directly. */
  readonly proxy: string | null;
  readonly userName: string;
  /** Newest first, as texts that ssh2 reads. */
  readonly privateKeys: readonly string[];
  readonly deadlines: Deadlines;
}

/** In ms. */
export interface Deadlines {
  /** From the first packet to the SFTP channel. */
  readonly connect: number;
  /** For each request, and between two pieces of a file. */
  readonly operation: number;
  /** For a request that makes the server do much: fsync. */
  readonly slow: number;
}

export const usualDeadlines: Deadlines = { connect: 20_000, operation: 30_000, slow: 120_000 };

export interface UploadOrder {
  /** The copy to be sent, and what the ledger says of it. */
  readonly file: string;
  readonly size: number;
  readonly sha256: string;
  /** Final name with its folder, on the server. */
  readonly finalPath: string;
  /** The hidden name until then, in the same folder, with the submission's id; null: the server allows no rename. */
  readonly temporaryPath: string | null;
  /** The operator agreed to replace what has the final name. */
  readonly replace: boolean;
  readonly fsync: boolean;
  /** Reads the file back and hashes it before it gets its final name. */
  readonly readBack: boolean;
  /** Told of the bytes that the server has taken. */
  readonly onProgress: (sentBytes: number) => void;
  /** Told before and after each durable step, by name. */
  readonly onStep: (step: string) => void;
  readonly signal: AbortSignal;
}

/** `uncertain`: the final name may be there or not, and must be asked for. Otherwise it is certain that nothing arrived. */
export type UploadOutcome =
  | { readonly kind: 'uploaded'; readonly resumedAt: number }
  | { readonly kind: 'not-arrived'; readonly error: AppError }
  | { readonly kind: 'uncertain'; readonly error: AppError };

/** What is under a name on the server; null: nothing. */
export type RemoteFile = { readonly size: number } | null;

/** One connection to an SFTP server. Every verb ends within its deadlines, whatever the server does. */
export interface SftpConnection {
  upload(order: UploadOrder): Promise<UploadOutcome>;
  look(path: string): Promise<Result<RemoteFile>>;
  /** Reads a file back: its SHA-256 in hex. */
  hash(path: string, size: number): Promise<Result<string>>;
  /** A name that is not there is fine. */
  remove(path: string): Promise<Result<null>>;
  close(): void;
}

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
  /** An earlier attempt of the same submission may have left part of the file under its final name; only without a temporary one. */
  readonly mayHaveLeft?: boolean;
  readonly fsync: boolean;
  /** Reads the file back and hashes it before it gets its final name. */
  readonly readBack: boolean;
  /** Told of the bytes that the server has taken. */
  readonly onProgress: (sentBytes: number) => void;
  /** Told before and after each durable step, by name. */
  readonly onStep: (step: string) => void;
  /** Awaited when the file is complete under its hidden name, before it is asked to get its final one; an error ends the upload. */
  readonly beforeName?: () => Promise<Result<null>>;
  /** Waits until so many bytes may go. */
  readonly pace?: (bytes: number, signal: AbortSignal) => Promise<void>;
  /** Ends this file only; the connection stays. */
  readonly signal: AbortSignal;
  /** Asked when the signal has ended it: true where nobody means to go on with it later, so that its hidden file goes. Not given: it stays. */
  readonly isForGood?: () => boolean;
  /** Told when that hidden file could not be removed; it stays until the next attempt. */
  readonly onLeft?: (error: AppError) => void;
}

/** `uncertain`: the final name may be there or not, and must be asked for. Otherwise it is certain that nothing arrived. */
export type UploadOutcome =
  | { readonly kind: 'uploaded'; readonly resumedAt: number }
  | { readonly kind: 'not-arrived'; readonly error: AppError }
  | { readonly kind: 'uncertain'; readonly error: AppError };

/** A regular file in a folder of the server. */
export interface RemoteEntry {
  readonly name: string;
  readonly size: number;
  /** ms since 1970, in whole seconds, by the server's clock. */
  readonly modifiedAt: number;
}

export interface FolderListing {
  readonly entries: readonly RemoteEntry[];
  /** Files whose names cannot be used on this PC. */
  readonly passedOver: number;
}

export interface DownloadOrder {
  /** With its folder, on the server. */
  readonly path: string;
  /** As the folder listed it; anything else is `download-changed`. */
  readonly size: number;
  readonly modifiedAt: number;
  /** Where the bytes are put until they are complete. What an earlier attempt left there is gone on with only when it is proved. */
  readonly partFile: string;
  /** Reads the whole file a second time and compares the hashes. */
  readonly readTwice: boolean;
  /** Waits until so many bytes may be asked for. */
  readonly pace?: (bytes: number, signal: AbortSignal) => Promise<void>;
  /** Told of the bytes that are in the part file. */
  readonly onProgress: (receivedBytes: number) => void;
  readonly onStep: (step: string) => void;
  readonly signal: AbortSignal;
}

/** A complete file in its part file, on the disk for good. */
export interface Downloaded {
  readonly sha256: string;
  /** How many bytes an earlier attempt had brought. */
  readonly resumedAt: number;
}

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
  /** Errors: `sftp-refused` (details.status 2: there is no such folder), `answer-too-large`. */
  list(path: string): Promise<Result<FolderListing>>;
  /**
   * Brings a file into its part file. Errors: `download-changed` (not what was listed, or no longer), `checksum-differs` (read twice,
   * with two results), `disk-full`, `local-folder-unusable`, `sftp-refused`, `unreachable`, `timed-out`, `cancelled`.
   */
  download(order: DownloadOrder): Promise<Result<Downloaded>>;
  /** The whole of a short file; null when there is none. A longer one is `answer-too-large`. */
  read(path: string, mostBytes: number): Promise<Result<Buffer | null>>;
  /** False from the moment in which the connection has ended, or been closed. */
  isOpen(): boolean;
  close(): void;
}

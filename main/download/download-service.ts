import type { DownloadStatus, DownloadView } from '../../shared/contract/download.ts';
import type { AppError } from '../../shared/contract/errors.ts';
import type { AppEvent } from '../../shared/contract/index.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { SftpConnection } from '../transfer/transfer.ts';

export type DownloadEvent = Extract<AppEvent, { name: 'download/changed' | 'download/progress' }>;

/** The way to the exchange's SFTP server for whoever fetches. */
export interface DownloadDoor {
  /** Null: a key is here. */
  ready(): Promise<AppError | null>;
  /** Connects and logs in, or gives the connection that is there; closing gives it back. Errors are those of `main/transfer`. */
  open(signal: AbortSignal): Promise<Result<SftpConnection>>;
  /** Nobody fetches any more. */
  close(): void;
}

export interface FetchWish {
  /** Only these ECP folders, by id or code. */
  readonly folderIds?: readonly string[] | undefined;
  /** Only these files, without looking. */
  readonly downloadIds?: readonly string[] | undefined;
}

/**
 * Files that come from the exchange: looks into the folders that catalogue and profile name, fetches what is new (by name, size, time and
 * hash), proves it and puts it into the inbox. What was begun is finished by the next fetch, also after a crash. Events are published
 * after the row is durable.
 */
export interface DownloadService {
  list(limit: number): DownloadView;
  /** Both begin and answer at once; what is under way is told by events. */
  look(): Result<DownloadStatus>;
  fetch(wish: FetchWish): Result<DownloadStatus>;
  cancel(downloadId: string | null): Result<DownloadStatus>;
  /** Waits until nothing is under way. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

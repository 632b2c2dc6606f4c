import type { Result } from '../../../shared/lib/result.ts';
import type { SftpConnection } from '../../transfer/transfer.ts';

/** The way to the exchange's SFTP server, as the profile and the SFTP account of this terminal make it. */
export interface SftpDoor {
  /** Whether something can be sent now: `sftp-unavailable` (profile), `sftp-key-missing` and the like (account). */
  ready(): Promise<Result<{ readonly userName: string }>>;
  /** Connects and logs in, or gives the connection that is there; closing gives it back. Errors are those of `main/transfer`. */
  open(signal: AbortSignal): Promise<Result<SftpConnection>>;
  /** Ends the connection that is kept between two files. */
  close(): void;
  /** Where a file of this ECP folder gets its final name. */
  pathOf(folderId: string, fileName: string): string;
  readonly rename: boolean;
  readonly fsync: boolean;
  /** `read-back`: never rests on Activity Enquiry. */
  readonly confirm: 'activity' | 'read-back';
}

import type { Socket } from 'node:net';
import type { Result } from '../../shared/lib/result.ts';

/** What both sides agreed on, by the names of SSH. */
export interface AgreedAlgorithms {
  readonly keyExchange: string;
  readonly hostKeyKind: string;
  readonly cipher: string;
}

/** How the key exchange ended. `strange`: the key is not pinned, and nobody was named. `text` is the other side's or ssh2's, shortened. */
export type ExchangeFinding =
  | { readonly kind: 'agreed'; readonly fingerprint: string; readonly algorithms: AgreedAlgorithms }
  | { readonly kind: 'strange'; readonly fingerprint: string }
  | { readonly kind: 'too-old'; readonly text: string }
  | { readonly kind: 'cut'; readonly text: string };

/** How the log-in ended, and which of our keys the server knows, by fingerprint. `hung-up`: politely, without a look at a key. */
export interface LoginFinding {
  readonly kind: 'logged-in' | 'keys-refused' | 'hung-up' | 'cut';
  readonly known: readonly string[];
  readonly refused: readonly string[];
}

export interface ProbeLogin {
  readonly userName: string;
  /** As texts that ssh2 reads. */
  readonly privateKeys: readonly string[];
}

/** `left`: the hidden file's path, where it could not be removed. */
export interface TriedWriting {
  readonly isSame: boolean;
  readonly bytes: number;
  readonly left: string | null;
}

/** An SFTP channel whose verbs are asked one at a time. */
export interface ProbedChannel {
  readonly offers: {
    readonly fsync: boolean;
    readonly replace: boolean;
    /** Bytes that one WRITE may carry. */
    readonly longestWrite: number;
    readonly extensions: readonly string[];
  };
  /** Errors: `sftp-refused` (details.text), `unreachable`, `timed-out`. */
  seeFolder(path: string): Promise<Result<'there' | 'missing' | 'denied'>>;
  /**
   * Writes a small hidden file of a name of its own into the folder, with fsync where asked for and offered, closes it, reads it back and
   * removes it. It never gets a final name. Errors as above, with `details.operation`; what was begun is removed where somebody can
   * still be told.
   */
  tryWriting(folder: string, fsync: boolean): Promise<Result<TriedWriting>>;
}

/** A connection made step by step over one socket. Every step ends when the socket does; deadlines are the caller's. */
export interface ProbedConnection {
  readonly exchanged: Promise<ExchangeFinding>;
  /** Offers each key, without a signature first, so that all of them are told apart; logs in with the first that is known. */
  logIn(login: ProbeLogin): Promise<LoginFinding>;
  /** Null: the server has no SFTP for this user, or the connection ended. */
  openChannel(): Promise<ProbedChannel | null>;
  /** Removes what a writing left half-way, for which it waits a moment at the most, and hangs up. */
  close(): Promise<void>;
}

/** The steps of a connection to an SFTP server, by the very methods that files are sent with; for the connection test. */
export interface SftpProbe {
  /**
   * The way through a proxy. Errors: `unreachable` (the proxy), `sftp-proxy-refused` (`details.reason`: `needs-login`, `refused`,
   * `no-way` behind it, `not-a-proxy`).
   */
  openTunnel(
    place: { readonly host: string; readonly port: number },
    proxy: string,
    signal: AbortSignal,
  ): Promise<Result<Socket>>;
  /** Begins the key exchange over a connection of which nothing has been taken. */
  begin(socket: Socket, hostKeys: readonly string[]): ProbedConnection;
}

import type { SFTPWrapper } from 'ssh2';
import { z } from 'zod';

/** Members that ssh2 1.17 has and does not publish; without them the careful values hold. */
const innerSchema = z.object({
  _extensions: z.record(z.string(), z.string()).catch({}),
  _maxWriteLen: z.number().int().positive().catch(32_000),
  _maxReadLen: z.number().int().positive().catch(32_000),
});

export interface ServerOffers {
  /** By name, in the server's order. */
  readonly extensions: readonly string[];
  readonly fsync: boolean;
  readonly replace: boolean;
  /** Bytes that one WRITE may carry (`limits@openssh.com`). */
  readonly longestWrite: number;
  /** Bytes that one READ may ask for. */
  readonly longestRead: number;
}

const MOST = 256 * 1024 - 2048;

/** Longer ones were not faster when measured, and take more memory. */
const MOST_READ = 128 * 1024;

/** What the server said that it can, when the channel was opened. */
export function serverOffers(sftp: SFTPWrapper): ServerOffers {
  const { _extensions, _maxWriteLen, _maxReadLen } = innerSchema.parse(sftp);
  return {
    extensions: Object.keys(_extensions),
    fsync: _extensions['fsync@openssh.com'] === '1',
    replace: _extensions['posix-rename@openssh.com'] === '1',
    longestWrite: Math.min(_maxWriteLen, MOST),
    longestRead: Math.min(_maxReadLen, MOST_READ),
  };
}

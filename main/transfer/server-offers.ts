import type { SFTPWrapper } from 'ssh2';
import { z } from 'zod';

/** Members that ssh2 1.17 has and does not publish; without them the careful values hold. */
const innerSchema = z.object({
  _extensions: z.record(z.string(), z.string()).catch({}),
  _maxWriteLen: z.number().int().positive().catch(32_000),
});

export interface ServerOffers {
  readonly fsync: boolean;
  readonly replace: boolean;
  /** Bytes that one WRITE may carry (`limits@openssh.com`). */
  readonly longestWrite: number;
}

const MOST = 256 * 1024 - 2048;

/** What the server said that it can, when the channel was opened. */
export function serverOffers(sftp: SFTPWrapper): ServerOffers {
  const { _extensions, _maxWriteLen } = innerSchema.parse(sftp);
  return {
    fsync: _extensions['fsync@openssh.com'] === '1',
    replace: _extensions['posix-rename@openssh.com'] === '1',
    longestWrite: Math.min(_maxWriteLen, MOST),
  };
}

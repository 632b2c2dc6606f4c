import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { appError } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';

const sqliteErrorSchema = z.object({ code: z.literal('ERR_SQLITE_ERROR'), errcode: z.number().int() });

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html); extended ones carry them in the low byte. */
const FULL = 13;
const damaged = new Set([8, 10, 11, 14, 26]);

/**
 * Runs one transaction. Durable when it returns (`synchronous=FULL`). Answers `disk-full` or `ledger-damaged` when the disk is the
 * trouble; anything else, a refused trigger included, is a bug and throws. Either way nothing of it is written.
 */
export function write(database: DatabaseSync, statements: () => void): Result<null> {
  try {
    database.exec('BEGIN IMMEDIATE');
    statements();
    database.exec('COMMIT');
    return ok(null);
  } catch (cause) {
    if (database.isTransaction) database.exec('ROLLBACK');
    const sqlite = sqliteErrorSchema.safeParse(cause);
    const primary = sqlite.success ? sqlite.data.errcode & 0xff : 0;
    if (primary === FULL) return err(appError('disk-full', { retry: 'now' }));
    if (damaged.has(primary)) return err(appError('ledger-damaged'));
    throw cause;
  }
}

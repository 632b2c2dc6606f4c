import { access, constants, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';

/** Made where they are missing. */
const folders = ['.', 'logs', 'spool'];
/** Another user may have made them, as an administrator does who tries the program once. */
const files = ['ledger.sqlite', path.join('logs', 'terminal.jsonl')];
const codeSchema = z.object({ code: z.string() });
const codeOf = (cause: unknown) => codeSchema.safeParse(cause).data?.code ?? 'unknown';
const noRoom = new Set(['ENOSPC', 'EDQUOT']);

async function mayWrite(file: string): Promise<void> {
  await access(file, constants.R_OK | constants.W_OK).catch((cause: unknown) => {
    if (codeOf(cause) !== 'ENOENT') throw cause;
  });
}

/**
 * Makes the data folder and sees that this user may write to it, before anything is opened in it: a ledger that may only be read is not a
 * damaged one. Errors: `local-folder-unusable` (details.reason), `disk-full`.
 */
export async function prepareDataFolder(dataFolder: string): Promise<Result<null>> {
  try {
    for (const folder of folders) {
      const made = path.join(dataFolder, folder);
      await mkdir(made, { recursive: true, mode: 0o700 });
      await mayWrite(made);
    }
    for (const file of files) await mayWrite(path.join(dataFolder, file));
    return ok(null);
  } catch (cause) {
    const reason = codeOf(cause);
    if (noRoom.has(reason)) return err(appError('disk-full', { retry: 'now' }));
    return err(appError('local-folder-unusable', { retry: 'now', details: { reason } }));
  }
}

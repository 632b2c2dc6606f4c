import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import type { Places } from '../context.ts';
import { codeOf } from '../move-new.ts';

async function look(file: string): Promise<Stats | null> {
  try {
    return await lstat(file);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw cause;
  }
}

/**
 * Looks at a claimed file; null: somebody took it away. Where its outbox is missing too the whole root is away (a share that is not
 * mounted, a folder that was renamed) and nothing is known of the file: that throws `ENOENT`, and the file waits.
 */
export async function lookAtClaim({ claimed, outbox }: Pick<Places, 'claimed' | 'outbox'>): Promise<Stats | null> {
  const first = await look(claimed);
  if (first) return first;
  await lstat(outbox);
  // The root may have come back between the two looks.
  return look(claimed);
}

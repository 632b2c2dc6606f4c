import { createHash } from 'node:crypto';
import { globSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.ts';

/** What these files (patterns from the root) look like: names, sizes and times. A changed, added or removed file changes it. */
export function fingerprint(sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of globSync([...sources], { cwd: root }).toSorted()) {
    const { size, mtimeMs } = statSync(path.join(root, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

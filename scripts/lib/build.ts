import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.ts';

const stampFile = path.join(root, 'out', '.built-from');
const sources = ['main/**/*', 'renderer/**/*', 'shared/**/*', 'electron.vite.config.ts', 'package-lock.json'];

/** What the sources look like: names, sizes and times. A changed, added or removed file changes it. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of globSync(sources, { cwd: root }).toSorted()) {
    const { size, mtimeMs } = statSync(path.join(root, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function lastBuild(): string {
  try {
    return readFileSync(stampFile, 'utf8');
  } catch {
    // never built, or out/ was removed
    return '';
  }
}

/** Builds main, preload and page into out/ when a source has changed since the last time, or always with `force`. */
export function build({ force }: { readonly force: boolean }): boolean {
  const now = fingerprint();
  if (!force && now === lastBuild()) return true;
  process.stdout.write('Building ...\n');
  const cli = path.join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const done = spawnSync(process.execPath, [cli, 'build', '--logLevel', 'warn'], { cwd: root, encoding: 'utf8' });
  if (done.status !== 0) {
    process.stderr.write(`${done.stdout}${done.stderr}\n`);
    return false;
  }
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, now);
  return true;
}

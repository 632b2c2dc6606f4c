import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fingerprint } from './fingerprint.ts';
import { root } from './root.ts';

const stampFile = path.join(root, 'out', '.built-from');
const configs = ['electron.vite.config.ts', 'cli.vite.config.ts', 'package.json', 'package-lock.json'];
const sources = ['main/**/*', 'renderer/**/*', 'shared/**/*', ...configs];

function lastBuild(): string {
  try {
    return readFileSync(stampFile, 'utf8');
  } catch {
    // never built, or out/ was removed
    return '';
  }
}

function bundle(program: string, config: string | null = null): boolean {
  const args = [path.join(root, 'node_modules', program), 'build', '--logLevel', 'warn'];
  const chosen = config === null ? [] : ['--config', config];
  const done = spawnSync(process.execPath, [...args, ...chosen], { cwd: root, encoding: 'utf8' });
  if (done.status !== 0) process.stderr.write(`${done.stdout}${done.stderr}\n`);
  return done.status === 0;
}

/** Builds main, preload, page and command line into out/ when a source has changed since the last time, or always with `force`. */
export function build({ force }: { readonly force: boolean }): boolean {
  const now = fingerprint(sources);
  if (!force && now === lastBuild()) return true;
  process.stdout.write('Building ...\n');
  const isBuilt = bundle('electron-vite/bin/electron-vite.js') && bundle('vite/bin/vite.js', 'cli.vite.config.ts');
  if (!isBuilt) return false;
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, now);
  return true;
}

import { spawn } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.ts';

const folder = path.join(root, 'node_modules', 'electron');
const failureFile = path.join(root, '.cache', 'electron-fetch-failed.json');
const downloads = path.join(root, '.cache', 'electron-download');
/** Without a new byte for this long the fetch is given up. A slow network that moves may go on. */
const SILENCE_MS = 20_000;
const LOOK_MS = 1_000;

/** The Electron program, or null when it has not been fetched. */
export function electronBinary(): string | null {
  const pathFile = path.join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(folder, 'dist');
  const binary = path.join(dist, readFileSync(pathFile, 'utf8'));
  return existsSync(binary) ? binary : null;
}

/** What the outcome of a fetch depends on; after a change of these it is worth another try. */
function circumstances(): string {
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
  const names = Object.keys(process.env).filter((name) => /^(npm_config_)?electron_|^https?_proxy$/i.test(name));
  return JSON.stringify([version, ...names.toSorted().map((name) => `${name}=${process.env[name]}`)]);
}

function failedBefore(): boolean {
  try {
    return readFileSync(failureFile, 'utf8') === circumstances();
  } catch {
    // no failure on record
    return false;
  }
}

function bytesSoFar(): number {
  const files = [
    ...globSync('**/*', { cwd: downloads }).map((file) => path.join(downloads, file)),
    ...globSync('dist/**/*', { cwd: folder }).map((file) => path.join(folder, file)),
  ];
  return files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
}

/**
 * Runs the electron package's own installation (it honours ELECTRON_MIRROR and its relatives) and gives it up when nothing moves.
 * Gives the program, or null; a failure is remembered until the version, a mirror or a proxy changes, or with `again`.
 */
export async function fetchElectron({ again }: { readonly again: boolean }): Promise<string | null> {
  if (!again && failedBefore()) return null;
  process.stdout.write('Fetching Electron (about 120 MB, once) ...\n');
  mkdirSync(downloads, { recursive: true });
  const child = spawn(process.execPath, [path.join(folder, 'install.js')], {
    stdio: ['ignore', 'ignore', again ? 'inherit' : 'ignore'],
    env: { ...process.env, TMPDIR: downloads, TMP: downloads, TEMP: downloads, ELECTRON_GET_NO_PROGRESS: '1' },
  });
  let bytes = 0;
  let movedAt = performance.now();
  const look = setInterval(() => {
    const now = bytesSoFar();
    if (now !== bytes) movedAt = performance.now();
    bytes = now;
    if (performance.now() - movedAt > SILENCE_MS) child.kill();
  }, LOOK_MS);
  const stop = () => child.kill();
  process.once('exit', stop);
  await new Promise((resolve) => child.once('close', resolve));
  process.off('exit', stop);
  clearInterval(look);
  rmSync(downloads, { recursive: true, force: true });
  const binary = electronBinary();
  if (binary === null) writeFileSync(failureFile, circumstances());
  else rmSync(failureFile, { force: true });
  return binary;
}

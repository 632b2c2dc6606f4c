import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './root.ts';

/** Runs electron-builder with electron-builder.yml and these arguments; gives whether it succeeded and what it said. */
export function runElectronBuilder(args: readonly string[]): { readonly ok: boolean; readonly said: string } {
  const cli = path.join(root, 'node_modules/electron-builder/cli.js');
  const done = spawnSync(process.execPath, [cli, '--publish', 'never', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CSC_IDENTITY_AUTO_DISCOVERY: 'false' },
  });
  return { ok: done.status === 0, said: `${done.stdout}${done.stderr}` };
}

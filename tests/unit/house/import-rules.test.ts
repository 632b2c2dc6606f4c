import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = path.resolve(import.meta.dirname, '../../..');
const require = createRequire(import.meta.url);
const config: {
  readonly forbidden: readonly { readonly name: string }[];
} = require('../../../.dependency-cruiser.cjs');

/** Rule, the file in which it is broken, and the import that breaks it. */
const planted: readonly (readonly [string, string, string])[] = [
  ['shared-imports-only-zod', 'shared/model/a.ts', 'node:fs'],
  ['shared-imports-only-zod', 'shared/model/b.ts', 'react'],
  ['shared-imports-only-zod', 'shared/model/c.ts', '../../main/http/http.ts'],
  ['renderer-imports-only-shared', 'renderer/login/a.tsx', '../../main/app/app.ts'],
  ['renderer-imports-only-shared', 'renderer/login/b.ts', 'node:fs'],
  ['renderer-imports-only-shared', 'renderer/login/c.ts', 'undici'],
  ['feature-imports-only-interfaces', 'main/submission/a.ts', '../ecp/web-ecp-client.ts'],
  ['feature-imports-only-interfaces', 'main/ecp/a.ts', '../app/app.ts'],
  ['feature-imports-only-interfaces', 'main/sso/a.ts', '../session/otp-timer.ts'],
  ['practice-imports-only-shared', 'main/practice/a.ts', '../ecp/ecp-client.ts'],
  ['nothing-imports-practice', 'main/app/a.ts', '../practice/start.ts'],
  ['app-imports-no-host', 'main/app/b.ts', '../web/web-host.ts'],
  ['app-imports-no-host', 'main/app/j.ts', '../cli/run-cli.ts'],
  ['host-imports-only-app', 'main/web/a.ts', '../electron/ipc.ts'],
  ['host-imports-only-app', 'main/electron/a.ts', '../http/http.ts'],
  ['host-imports-only-app', 'main/cli/a.ts', '../http/http.ts'],
  ['host-imports-only-app', 'main/cli/b.ts', '../web/web-host.ts'],
  ['main-imports-no-page', 'main/app/c.ts', '../../renderer/login/store.ts'],
  ['main-imports-no-page', 'main/app/d.ts', 'react'],
  ['electron-only-in-electron', 'main/app/e.ts', 'electron'],
  ['electron-only-in-electron', 'tests/unit/a.ts', 'electron'],
  ['nothing-imports-tests', 'scripts/a.ts', '../tests/unit/ok.ts'],
  ['program-imports-no-helper-of-tests', 'main/app/i.ts', '../../tests/helpers/help.ts'],
  ['nothing-imports-scripts', 'main/app/f.ts', '../../scripts/run.ts'],
  ['no-cycles', 'main/ledger/a.ts', './b.ts'],
  ['no-unresolvable', 'main/app/g.ts', './missing.ts'],
  ['program-needs-no-dev-dependency', 'main/app/h.ts', 'vitest'],
];

/** Imports that must stay possible. */
const allowed: readonly (readonly [string, string])[] = [
  ['shared/model/ok.ts', 'zod'],
  ['renderer/login/ok.tsx', '../../shared/model/ok.ts'],
  ['renderer/login/ok2.tsx', 'react'],
  ['main/submission/ok.ts', '../ecp/ecp-client.ts'],
  ['main/submission/ok2.ts', '../../shared/model/ok.ts'],
  ['main/ecp/ok.ts', './web-ecp-client.ts'],
  ['main/practice/ok.ts', '../profile/profile.ts'],
  ['main/app/ok.ts', '../ecp/web-ecp-client.ts'],
  ['main/web/ok.ts', '../app/app.ts'],
  ['main/electron/ok.ts', 'electron'],
  ['main/cli/ok.ts', '../app/app.ts'],
  ['scripts/ok.ts', '../tests/helpers/help.ts'],
  ['tests/unit/ok.ts', '../../main/ecp/web-ecp-client.ts'],
];

const others = [
  'main/http/http.ts main/app/app.ts main/ecp/ecp-client.ts main/ecp/web-ecp-client.ts main/session/otp-timer.ts',
  'main/practice/start.ts main/web/web-host.ts main/electron/ipc.ts main/cli/run-cli.ts main/profile/profile.ts renderer/login/store.ts',
  'tests/helpers/help.ts scripts/run.ts',
].flatMap((line) => line.split(' '));

const report = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

function plant(folder: string, file: string, text: string): void {
  const full = path.join(folder, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
}

let folder = '';
let found: readonly string[] = [];

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'ccms-rules-'));
  for (const file of others) plant(folder, file, 'export const x = 1;\n');
  for (const [file, to] of [...allowed, ...planted.map(([, file, to]) => [file, to] as const)]) {
    plant(folder, file, `import type { x } from '${to}';\nexport type X = typeof x;\n`);
  }
  plant(folder, 'main/ledger/b.ts', "import type { X } from './a.ts';\nexport type x = X;\n");
  for (const name of ['zod', 'react', 'undici', 'electron', 'vitest']) {
    plant(folder, `node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    plant(folder, `node_modules/${name}/index.js`, 'exports.x = 1;\n');
  }
  const dependencies = { zod: '1.0.0', react: '1.0.0', undici: '1.0.0' };
  const devDependencies = { electron: '1.0.0', vitest: '1.0.0' };
  plant(folder, 'package.json', JSON.stringify({ name: 'planted', dependencies, devDependencies }));
  symlinkSync(path.join(root, 'tsconfig.base.json'), path.join(folder, 'tsconfig.base.json'));
  symlinkSync(path.join(root, '.dependency-cruiser.cjs'), path.join(folder, '.dependency-cruiser.cjs'));
  const cli = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
    'main',
    'shared',
    'renderer',
    'scripts',
    'tests',
  ];
  const run = spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8' });
  const { summary } = report.parse(JSON.parse(run.stdout));
  found = summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the import rules', () => {
  it.each(planted)('%s is broken by %s importing %s', (rule, file) => {
    expect(found).toContain(`${rule}: ${file}`);
  });

  it.each(allowed)('let %s import %s', (file) => {
    expect(found.filter((violation) => violation.endsWith(`: ${file}`))).toEqual([]);
  });

  it('have a planted violation each', () => {
    expect(new Set(planted.map(([rule]) => rule))).toEqual(new Set(config.forbidden.map(({ name }) => name)));
  });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { extractFile, getRawHeader, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

const binaries = [
  'node_modules/@koromix/koffi-win32-x64/win32_x64/koffi.node',
  'node_modules/keytar/prebuilds/win32-x64/keytar.node',
];
const cliKeytar = 'cli/node_modules/keytar/prebuilds/win32-x64/keytar.node';
const cliFiles = [
  'ccms.cmd',
  'cli.mjs',
  'node.exe',
  'node_modules/keytar/LICENSE.md',
  'node_modules/keytar/lib/keytar.js',
  'node_modules/keytar/package.json',
  'node_modules/keytar/prebuilds/win32-x64/keytar.node',
];
const packed = [
  /^package\.json$/,
  /^node_modules\/keytar\/(package\.json|LICENSE\.md|lib\/keytar\.js|prebuilds\/win32-x64\/keytar\.node)$/,
  /^node_modules\/koffi\/(package\.json|LICENSE\.txt|index\.js|src\/koffi\/(index|src\/static)\.js)$/,
  /^node_modules\/@koromix\/koffi-win32-x64\/(package\.json|index\.js|win32_x64\/koffi\.node)$/,
  /^out\/main\/(start|practice|card)\.js$/,
  /^out\/preload\/preload\.cjs$/,
  /^out\/renderer\/(index\.html|icon\.svg|assets\/[\w.-]+\.(js|css|svg|png))$/,
];
/** Code that both programs of main share; the bundler may or may not make some. */
const shared = /^out\/main\/chunks\/[\w.-]+\.js$/;
const PRELOAD_LIMIT_BYTES = 8 * 1024;

/** One thing that must be true of a packed program. */
interface Promised {
  readonly name: string;
  readonly verify: (folder: string) => void | Promise<void>;
}

const program = (folder: string) => path.join(folder, 'CCMS Terminal.exe');
const archive = (folder: string) => path.join(folder, 'resources', 'app.asar');

function filesIn(folder: string): readonly string[] {
  const entries = listPackage(archive(folder), { isPack: false }).map((entry) => entry.replaceAll('\\', '/').slice(1));
  return entries.filter((entry) => !entries.some((other) => other.startsWith(`${entry}/`)));
}

function textOf(folder: string, file: string): string {
  return extractFile(archive(folder), path.normalize(file)).toString('utf8');
}

function bareImports(text: string): readonly string[] {
  const code = text.replace(/^\s*(\*|\/\/).*$/gm, '');
  const found = code.matchAll(/^import\b[^'"\n]*['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/gm);
  const names = [...found].map((match) => match[1] ?? match[2] ?? '');
  const isBuiltin = (name: string) => name.startsWith('node:') || builtinModules.includes(name);
  return [...new Set(names.filter((name) => !name.startsWith('.') && !isBuiltin(name)))].toSorted();
}

/** The positions of security.md 1.2, by the fuse's number. */
const fuses: Readonly<Record<number, FuseState>> = {
  [FuseV1Options.RunAsNode]: FuseState.DISABLE,
  [FuseV1Options.EnableCookieEncryption]: FuseState.ENABLE,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
  [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.DISABLE,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FuseState.ENABLE,
  [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: FuseState.DISABLE,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
  [FuseV1Options.WasmTrapHandlers]: FuseState.ENABLE,
};

export const promises: readonly Promised[] = [
  {
    name: 'the archive holds the built program, keytar and koffi, and nothing else',
    verify(folder) {
      const files = filesIn(folder);
      assert.deepEqual(
        files.filter((file) => ![...packed, shared].some((pattern) => pattern.test(file))),
        [],
      );
      for (const pattern of packed)
        assert.ok(
          files.some((file) => pattern.test(file)),
          `nothing is like ${pattern}`,
        );
    },
  },
  {
    name: 'the only native files are the Windows binaries of keytar and koffi, outside the archive',
    verify(folder) {
      const natives = globSync('**/*.node', { cwd: folder }).map((file) => file.replaceAll('\\', '/'));
      assert.deepEqual(natives.toSorted(), [
        cliKeytar,
        ...binaries.map((file) => `resources/app.asar.unpacked/${file}`),
      ]);
      for (const file of natives) assert.equal(readFileSync(path.join(folder, file)).subarray(0, 2).toString(), 'MZ');
    },
  },
  {
    name: 'the preload is one small file that needs only Electron',
    verify(folder) {
      const code = textOf(folder, 'out/preload/preload.cjs');
      assert.deepEqual(bareImports(code), ['electron']);
      assert.ok(code.length < PRELOAD_LIMIT_BYTES, `${code.length} bytes`);
    },
  },
  {
    name: 'main needs only Electron, keytar and koffi beside what is bundled',
    verify(folder) {
      const code = filesIn(folder).filter((file) => file.startsWith('out/main/'));
      const names = new Set(code.flatMap((file) => bareImports(textOf(folder, file))));
      assert.deepEqual([...names].toSorted(), ['electron', 'keytar', 'koffi']);
    },
  },
  {
    name: 'the command line lies beside it: Node, one file that needs only keytar, and what starts it',
    verify(folder) {
      const cli = path.join(folder, 'cli');
      const files = globSync('**/*', { cwd: cli, withFileTypes: true }).filter((entry) => entry.isFile());
      const names = files.map((entry) => path.relative(cli, path.join(entry.parentPath, entry.name)));
      assert.deepEqual(names.map((name) => name.replaceAll('\\', '/')).toSorted(), cliFiles.toSorted());
      const code = readFileSync(path.join(cli, 'cli.mjs'), 'utf8');
      // ssh2 looks for a compiled part that nobody ships, and goes on without.
      assert.deepEqual(
        bareImports(code).filter((name) => name !== 'cpu-features'),
        ['keytar'],
      );
      assert.equal(readFileSync(path.join(cli, 'node.exe')).subarray(0, 2).toString(), 'MZ');
      assert.ok(readFileSync(path.join(cli, 'ccms.cmd'), 'utf8').includes('"%~dp0node.exe" "%~dp0cli.mjs" %*'));
    },
  },
  {
    name: 'the command line runs on the Node of this machine and knows its version',
    verify(folder) {
      const run = spawnSync(process.execPath, [path.join(folder, 'cli', 'cli.mjs'), '--version'], { encoding: 'utf8' });
      const { version } = JSON.parse(textOf(folder, 'package.json')) as { version: string };
      assert.equal(run.stdout, `ccms ${version}\n`, run.stderr);
    },
  },
  {
    name: 'the executable carries the hash of the archive',
    verify(folder) {
      const header = getRawHeader(archive(folder)).headerString;
      const hash = createHash('sha256').update(header).digest('hex');
      const integrity = JSON.stringify([{ file: 'resources\\app.asar', alg: 'SHA256', value: hash }]);
      assert.ok(readFileSync(program(folder)).includes(integrity), `no ${integrity}`);
    },
  },
  {
    name: 'nine of nine fuses stand as decided',
    async verify(folder) {
      const { version, ...wire } = await getCurrentFuseWire(program(folder));
      assert.equal(version, '1');
      assert.deepEqual(wire, fuses);
    },
  },
  {
    name: 'it calls itself CCMS Terminal',
    verify(folder) {
      assert.ok(readFileSync(program(folder)).includes(Buffer.from('CCMS Terminal', 'utf16le')));
      assert.equal(JSON.parse(textOf(folder, 'package.json')).main, 'out/main/start.js');
    },
  },
  {
    name: 'it speaks English and Traditional Chinese and carries no other language',
    verify(folder) {
      assert.deepEqual(readdirSync(path.join(folder, 'locales')).toSorted(), ['en-US.pak', 'zh-TW.pak']);
    },
  },
];

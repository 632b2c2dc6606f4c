/*
 * The door of every `npm run` command: `node scripts/bootstrap.mjs <script> [arguments]`. It runs on any Node from 18 on, installs
 * what is missing, and then runs scripts/<script>.ts on the Node that package.json pins. Plain JavaScript without imports
 * from node_modules, because on a new machine there are none.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureSystemPackages } from './lib/system-packages.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const bin = path.join(root, 'node_modules', '.bin');
const windows = process.platform === 'win32';

/** @param {string} message */
function say(message) {
  process.stdout.write(`${message}\n`);
}

/**
 * What npm says is installed against what the lock file asks for. Optional packages are for other platforms as a rule.
 * Comparing both (not a stamp of our own) also notices an `npm install` by hand and an installation that broke off.
 */
function isInstalled() {
  const hidden = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden) || !pinnedNode()) return false;
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([place, entry]) => place === '' || entry.optional || present[place]?.integrity === entry.integrity,
  );
}

/** The Node of package.json's optionalDependencies, or this one where it is new enough (other platforms). */
function pinnedNode() {
  const platform = windows ? 'win' : process.platform;
  const file = path.join(
    root,
    'node_modules',
    `node-${platform}-${process.arch}`,
    'bin',
    windows ? 'node.exe' : 'node',
  );
  if (existsSync(file)) return file;
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : null;
}

function install() {
  if (isInstalled()) return;
  say('Installing the packages of package-lock.json (once) ...');
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
  });
  if (done.status !== 0) {
    say('npm ci failed; what it said is above. It needs npm and a way to the npm registry (or a mirror in .npmrc).');
    process.exit(1);
  }
}

/** @param {string} script @param {string[]} args */
function run(script, args) {
  const node = pinnedNode();
  if (!node) {
    say(`There is no Node 24 package for ${process.platform}-${process.arch}. Install Node 24 and run this with it.`);
    process.exit(1);
  }
  const child = spawn(node, [path.join(root, 'scripts', `${script}.ts`), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${bin}${path.delimiter}${process.env.PATH}` },
  });
  // Ctrl+C reaches the child through the terminal; a signal to this process alone has to be handed on.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  // `npm run` starts a shell that ends at a signal without handing it on; its end is noticed here instead.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

const [script = '', ...args] = process.argv.slice(2);
install();
if (script === 'test') ensureSystemPackages(say, 'tests');
if (script === 'bench-sftp') ensureSystemPackages(say, 'benchmark');
run(script, args);

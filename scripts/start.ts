import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './lib/build.ts';
import { chooseHost, hasDisplay, type Machine } from './lib/choose-host.ts';
import { electronBinary, fetchElectron } from './lib/electron-binary.ts';
import { openInBrowser } from './lib/open-in-browser.ts';
import { root } from './lib/root.ts';
import { runChild } from './lib/run-child.ts';

/*
 * `npm start [-- --web] [--port N] [--profile file] [--data-folder folder] [--files-root folder] [--card-module file] [--no-open]`: builds
 * what has changed and opens the terminal, in Electron where that can be had and otherwise as the preview in a browser.
 */
const usage =
  'npm start -- [--web] [--port N] [--profile file] [--data-folder folder] [--files-root folder] [--card-module file] [--no-open]';
const EARLY_END_MS = 5_000;

const machine: Machine = { platform: process.platform, env: process.env, uid: process.getuid?.() };

function readOptions() {
  try {
    return parseArgs({
      options: {
        web: { type: 'boolean', default: false },
        port: { type: 'string' },
        profile: { type: 'string' },
        'data-folder': { type: 'string' },
        'files-root': { type: 'string' },
        'card-module': { type: 'string' },
        'no-open': { type: 'boolean', default: false },
      },
    }).values;
  } catch (mistake) {
    process.stderr.write(`${mistake instanceof Error ? mistake.message : 'unknown option'}\n${usage}\n`);
    process.exit(2);
  }
}

const options = readOptions();

/** Ctrl+C while Electron starts is no reason to open the preview. */
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => (interrupted = true));

/** The options that both hosts have; paths as the person meant them, from where npm was called. */
function commonArguments(): readonly string[] {
  const from = process.env.INIT_CWD ?? root;
  return (['profile', 'data-folder', 'files-root', 'card-module'] as const).flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [`--${name}`, path.resolve(from, value)];
  });
}

async function runPreview(reason: string): Promise<number> {
  process.stdout.write(`Opening the preview in a browser, not Electron: ${reason}.\n`);
  const port = options.port === undefined ? [] : ['--port', options.port];
  const entry = path.join(root, 'main', 'web', 'start.ts');
  const { child, ended } = runChild(process.execPath, [entry, ...commonArguments(), ...port]);
  child.stderr?.pipe(process.stderr);
  child.stdout?.pipe(process.stdout);
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const url = /http:\/\/127\.0\.0\.1:\d+\/#token=\S+/.exec(text)?.[0];
    if (url && !options['no-open'] && hasDisplay(machine)) openInBrowser(url);
  });
  return (await ended) ?? 0;
}

/** Runs Electron; gives why it could not be, or null when it ran until somebody closed it. */
async function runElectron(): Promise<string | null> {
  const binary = electronBinary() ?? (await fetchElectron({ again: false }));
  if (binary === null) return 'its program could not be fetched (npm run setup:electron tries again)';
  const startedAt = performance.now();
  const { child, ended } = runChild(binary, ['.', ...commonArguments()]);
  let said = '';
  child.stdout?.pipe(process.stdout);
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2_000);
    if (performance.now() - startedAt > EARLY_END_MS) process.stderr.write(text);
  });
  const code = await ended.catch((failure: Error) => {
    said = failure.message;
    return 1;
  });
  if (code === 0 || interrupted || performance.now() - startedAt > EARLY_END_MS) return null;
  return `it ended at once (${said.trim().split('\n').at(-1)?.slice(0, 200) || `code ${code}`})`;
}

if (!build({ force: false })) process.exit(1);
const choice = chooseHost(machine, options.web);
const reason = choice.kind === 'preview' ? choice.reason : await runElectron();
if (reason !== null) process.exitCode = await runPreview(reason);

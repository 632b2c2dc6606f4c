import { Resolver } from 'node:dns';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runDoctor } from '../main/app/doctor/run-doctor.ts';
import { forkPractice } from '../main/app/start-practice.ts';
import { doctorExitCode } from '../main/cli/doctor-exit-code.ts';
import { createWords } from '../main/cli/words.ts';
import { languageSchema } from '../shared/contract/terminal.ts';
import { diagnosticsText } from '../shared/model/diagnostics-text.ts';
import { root } from './lib/root.ts';

/*
 * `npm run doctor [-- --profile file] [--output text|json] [--timeout seconds] [--language en|zh-Hant] [--dns server]`: the
 * connectivity check without a window and without logging in. Without a profile it starts a practice exchange and checks that. With
 * `--sftp` instead the SFTP connection test: both servers, as far as a hidden file that is written and removed, with the keys of this
 * PC's keychain or `--key file --user name`, in the folders of `--folder id` (as often as there are folders). `ccms doctor` is the same
 * in the form of the other commands. Exit codes: main/cli/doctor-exit-code.ts.
 */
const usage = `npm run doctor -- [--profile file] [--output text|json] [--timeout seconds] [--language en|zh-Hant] [--dns server]
  [--sftp [--key file --user name] [--folder id]...]`;
const USAGE_MISTAKE = 2;
const CONFIGURATION = 3;

function end(code: number, message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        profile: { type: 'string' },
        output: { type: 'string', default: 'text' },
        timeout: { type: 'string', default: '10' },
        language: { type: 'string', default: 'en' },
        dns: { type: 'string' },
        sftp: { type: 'boolean', default: false },
        key: { type: 'string' },
        user: { type: 'string' },
        folder: { type: 'string', multiple: true },
      },
    }).values;
  } catch (mistake) {
    return end(USAGE_MISTAKE, `${mistake instanceof Error ? mistake.message : 'unknown option'}\n${usage}`);
  }
}

function isServer(address: string): boolean {
  try {
    new Resolver().setServers([address]);
    return true;
  } catch {
    // Node throws for what is no address; that is the answer.
    return false;
  }
}

const options = readOptions();
const seconds = Number(options.timeout);
const language = languageSchema.safeParse(options.language);
const isRight =
  ['text', 'json'].includes(options.output) &&
  seconds > 0 &&
  seconds <= 300 &&
  (options.key === undefined) === (options.user === undefined) &&
  (options.dns === undefined || isServer(options.dns));
if (!isRight || !language.success) end(USAGE_MISTAKE, usage);

/** The path as the person meant it, from where npm was called. */
function pathOf(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? root, file);
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
const words = await createWords(language.data, () => ({ hotline: '', email: '' }));
const run = await runDoctor({
  version,
  profileFile: options.profile === undefined ? null : pathOf(options.profile),
  spawnPractice: forkPractice(path.join(root, 'main/practice/start.ts')),
  scope: options.sftp ? 'sftp' : 'all',
  timeoutMs: seconds * 1000,
  dns: options.dns ?? null,
  key: options.key === undefined ? undefined : pathOf(options.key),
  user: options.user,
  folder: options.folder,
  signal: interrupted.signal,
});
if (!run.ok) {
  const { message, next } = words.error(run.error);
  end(CONFIGURATION, `${message} ${next}`);
}
const text = (key: string, places?: Readonly<Record<string, string | number>>) => words.t(`diagnostics:${key}`, places);
const report = options.output === 'json' ? `${JSON.stringify(run.value, null, 2)}\n` : diagnosticsText(run.value, text);
process.stdout.write(report);
process.exitCode = doctorExitCode(run.value);

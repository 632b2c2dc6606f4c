import { Resolver } from 'node:dns';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createInstance } from 'i18next';
import { forkPractice, startPractice } from '../main/app/start-practice.ts';
import { systemClock } from '../main/app/system-clock.ts';
import { createDiagnostics } from '../main/diagnostics/create-diagnostics.ts';
import { createNameService } from '../main/diagnostics/names/create-name-service.ts';
import type { Profile } from '../main/profile/profile.ts';
import { readProfile } from '../main/profile/read-profile.ts';
import { createSftpProbe } from '../main/transfer/create-sftp-probe.ts';
import { languageSchema } from '../shared/contract/terminal.ts';
import en from '../shared/locales/en/diagnostics.json' with { type: 'json' };
import zhHant from '../shared/locales/zh-Hant/diagnostics.json' with { type: 'json' };
import { type DiagnosticWords, diagnosticsText } from '../shared/model/diagnostics-text.ts';
import { openTestAccount } from './lib/doctor-account.ts';
import { doctorExitCode, exitCodes } from './lib/doctor-exit-code.ts';
import { root } from './lib/root.ts';

/*
 * `npm run doctor [-- --profile file] [--output text|json] [--timeout seconds] [--language en|zh-Hant] [--dns server]`: the
 * connectivity check without a window and without logging in. Without a profile it starts a practice exchange and checks that. With
 * `--sftp` instead the SFTP connection test: both servers, as far as a hidden file that is written and removed, with the keys of this
 * PC's keychain or `--key file --user name`, in the folders of `--folder id` (as often as there are folders). Exit codes:
 * scripts/lib/doctor-exit-code.ts.
 */
const usage = `npm run doctor -- [--profile file] [--output text|json] [--timeout seconds] [--language en|zh-Hant] [--dns server]
  [--sftp [--key file --user name] [--folder id]...]`;

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
    return end(exitCodes.usage, `${mistake instanceof Error ? mistake.message : 'unknown option'}\n${usage}`);
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
if (!isRight || !language.success) end(exitCodes.usage, usage);

interface FoundProfile {
  readonly profile: Profile;
  readonly close: () => Promise<void>;
}

async function startPracticeProfile(): Promise<FoundProfile> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-doctor-'));
  const close = () => rm(folder, { recursive: true, force: true });
  const started = await startPractice(forkPractice(path.join(root, 'main/practice/start.ts')), folder);
  if (started.ok) {
    const { profile, stop } = started.value;
    return {
      profile,
      close: async () => {
        stop();
        await close();
      },
    };
  }
  await close();
  return end(exitCodes.configuration, 'The practice exchange could not be started.');
}

async function readProfileFile(file: string): Promise<FoundProfile> {
  let text: string;
  try {
    // The path as the person meant it, from where npm was called.
    text = await readFile(path.resolve(process.env.INIT_CWD ?? root, file), 'utf8');
  } catch {
    // Absent or unreadable is the same to the person who named it.
    return end(exitCodes.configuration, 'The profile cannot be read.');
  }
  const profile = readProfile(text);
  if (profile.ok) return { profile: profile.value, close: async () => undefined };
  return end(exitCodes.configuration, `The profile is wrong at "${profile.error.details?.member ?? '?'}".`);
}

async function createWords(): Promise<DiagnosticWords> {
  const words = createInstance();
  await words.init({
    resources: { en: { diagnostics: en }, 'zh-Hant': { diagnostics: zhHant } },
    lng: language.data ?? 'en',
    defaultNS: 'diagnostics',
    interpolation: { escapeValue: false },
  });
  // The report puts its keys together, which the typed words cannot follow.
  return words.t as unknown as DiagnosticWords;
}

const { profile, close } =
  options.profile === undefined ? await startPracticeProfile() : await readProfileFile(options.profile);
if (options.sftp && !profile.sftp) {
  await close();
  end(exitCodes.configuration, 'The profile has no SFTP.');
}
const account = await openTestAccount(profile, options);
if (!account) {
  await close();
  end(exitCodes.configuration, 'The private key cannot be read. It must have no passphrase.');
}
const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
const diagnostics = createDiagnostics({
  profile,
  version,
  clock: systemClock,
  names: createNameService(options.dns === undefined ? null : [options.dns]),
  environment: process.env,
  probe: createSftpProbe(),
  account,
});
const scope = options.sftp ? 'sftp' : 'all';
const running = diagnostics.start({ timeoutMs: seconds * 1000, scope }, () => undefined);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, running.cancel);
const run = await running.report;
await close();
const report =
  options.output === 'json' ? `${JSON.stringify(run, null, 2)}\n` : diagnosticsText(run, await createWords());
process.stdout.write(report);
process.exitCode = doctorExitCode(run);

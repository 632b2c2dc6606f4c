import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type StartedTerminal, startTerminal } from '../../main/app/start-terminal.ts';
import { type OutputLine, outputLineSchema } from '../../main/cli/output-lines.ts';
import type { Profile } from '../../main/profile/profile.ts';
import { publicHalf } from '../../main/sftp-account/describe-key.ts';
import { openKeptKeys } from '../../main/sftp-account/kept-keys.ts';
import { makePrivateKey } from '../../main/sftp-account/make-private-key.ts';
import { bundleChild } from './bundle-child.ts';
import { fileCredentials } from './file-credentials.ts';
import { type PracticeSetup, setUpPractice } from './practice-setup.ts';
import { SFTP_USER } from './sftp-practice.ts';

export const cliChild = await bundleChild('cli-child.ts');

export interface CliEnd {
  readonly code: number | null;
  /** Standard output as it was. */
  readonly said: string;
  readonly mistakes: string;
  /** With `--output json`: every line, checked by its schema. */
  readonly lines: readonly OutputLine[];
}

export interface CliProcess {
  readonly process: ChildProcess;
  readonly ended: Promise<CliEnd>;
  /** Waits for a line of JSON that is like this. */
  until(isIt: (line: OutputLine) => boolean): Promise<OutputLine>;
  type(line: string): void;
}

export interface BeginOptions {
  readonly profile?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly minds?: 'window';
}

export interface CliSetup extends PracticeSetup {
  readonly folder: string;
  readonly dataFolder: string;
  readonly profileFile: string;
  /** Writes a file and gives its path. */
  file(name: string, content: string): Promise<string>;
  profile(change: (profile: Profile) => Profile): Promise<string>;
  /** Files are sent at whatever hour the tests run, unless `minds` says that hours and cut-offs count. */
  begin(args: readonly string[], options?: BeginOptions): CliProcess;
  run(...args: string[]): Promise<CliEnd>;
  /** What a terminal does that stays open on the same data folder. */
  openTerminal(): Promise<StartedTerminal>;
}

function linesOf(text: string): readonly OutputLine[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => outputLineSchema.parse(JSON.parse(line)));
}

function watch(running: ChildProcess): CliProcess {
  let said = '';
  let mistakes = '';
  const listeners = new Set<() => void>();
  running.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    for (const listener of listeners) listener();
  });
  running.stderr?.setEncoding('utf8').on('data', (text: string) => {
    mistakes += text;
  });
  const complete = () => said.slice(0, said.lastIndexOf('\n') + 1);
  const ended = new Promise<CliEnd>((resolve) =>
    running.once('close', (code) => resolve({ code, said, mistakes, lines: linesOf(said) })),
  );
  return {
    process: running,
    ended,
    until: (isIt) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = linesOf(complete()).find(isIt);
          if (found) resolve(found);
        };
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`ended before: ${said}${mistakes}`)));
      }),
    type: (line) => void running.stdin?.write(`${line}\n`),
  };
}

/** A practice exchange, a data folder, and a keychain with an SFTP key that the exchange knows. */
export async function setUpCli(): Promise<CliSetup> {
  const practice = await setUpPractice();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-cli-'));
  const dataFolder = path.join(folder, 'data');
  const keychain = path.join(folder, 'keychain.json');
  const profileFile = path.join(folder, 'profile.json');
  const { profile, control } = practice.exchange;
  await writeFile(profileFile, JSON.stringify(profile));
  const key = await makePrivateKey('ed25519');
  await openKeptKeys(fileCredentials(keychain)).add({ key, userName: SFTP_USER, madeAt: 1, expiresAt: null });
  const { algorithm, blob } = publicHalf({ key });
  control.registerSftpKey(SFTP_USER, `${algorithm} ${blob.toString('base64')} test`);

  const write = async (name: string, content: string) => {
    const file = path.join(folder, name);
    await writeFile(file, content);
    return file;
  };
  const begin: CliSetup['begin'] = (args, options = {}) => {
    const [command = '', ...rest] = args;
    const common = command === 'doctor' ? [] : ['--data-folder', dataFolder];
    const atAnyHour = command === 'submit' && options.minds !== 'window' ? ['--despite-window'] : [];
    const given = ['--profile', options.profile ?? profileFile, ...common, ...atAnyHour];
    const all = [command, ...given, '--output', 'json', ...rest];
    const env = { ...process.env, LANG: 'C', CCMS_TEST_KEYCHAIN: keychain, ...options.env };
    return watch(spawn(process.execPath, [cliChild, ...all], { cwd: folder, env, stdio: 'pipe' }));
  };
  let changes = 0;
  return {
    ...practice,
    folder,
    dataFolder,
    profileFile,
    file: write,
    profile: (change) => write(`profile-${++changes}.json`, JSON.stringify(change(profile))),
    begin,
    run: (...args) => {
      const begun = begin(args);
      begun.process.stdin?.end();
      return begun.ended;
    },
    async openTerminal() {
      const started = await startTerminal({
        host: 'web',
        version: '0.1.0',
        profileFile,
        dataFolder,
        spawnPractice: () => {
          throw new Error('there is a profile');
        },
        openCredentials: async () => fileCredentials(keychain),
      });
      if (!started.ok) throw new Error(started.error.code);
      return started.value;
    },
    async close() {
      await practice.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Runs the command line with these arguments and nothing else: no profile, no folder, text. */
export function runBare(...args: string[]): Promise<CliEnd> {
  const env = { ...process.env, LANG: 'C' };
  return watch(spawn(process.execPath, [cliChild, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })).ended;
}

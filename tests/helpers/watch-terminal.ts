import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { App, AppAdapters } from '../../main/app/app.ts';
import { createApp } from '../../main/app/create-app.ts';
import { systemClock } from '../../main/app/system-clock.ts';
import { createUndiciHttp } from '../../main/http/undici-http.ts';
import { openLedger } from '../../main/ledger/open-ledger.ts';
import type { Profile } from '../../main/profile/profile.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import type { Folder } from '../../shared/contract/submission.ts';
import type { WatchFolder } from '../../shared/contract/watch.ts';
import type { Result } from '../../shared/lib/result.ts';
import { memoryCredentials } from './memory-credentials.ts';
import { sampleFolder } from './sample-folder.ts';
import { SFTP_USER } from './sftp-practice.ts';

/** In a hurry; the lease of a terminal that is gone is taken over after two seconds. */
export const hurriedTiming = { pollMs: 40, settleMs: 60, beatMs: 200, staleMs: 2_000 };

/** A catalogue as an earlier log in left it; without a cut-off, so that a test may run at any hour. */
export const watchedFolder = sampleFolder({ maxBytes: 1_000_000 });

export interface WatchTerminalOptions {
  readonly profile: Profile;
  readonly dataFolder: string;
  /** Null: as the operator chooses. */
  readonly filesRoot: string | null;
  /** What the keychain has, from {@link keychainWith}; empty: no SFTP key. */
  readonly keychain: Iterable<readonly [string, string]>;
  readonly folders?: readonly Folder[];
  readonly adapters?: Partial<AppAdapters>;
}

export interface WatchTerminal {
  readonly app: App;
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  tryCall<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>>;
  /** Switches the folder SD1 on. */
  watch(change?: Partial<CallInput<'watch/configure'>>): Promise<WatchFolder>;
  folder(): Promise<WatchFolder>;
  close(): Promise<void>;
}

function keepCatalogue(dataFolder: string, folders: readonly Folder[]): void {
  const ledger = openLedger({ dataFolder, clock: systemClock });
  if (!ledger.ok) throw new Error(ledger.error.code);
  ledger.value.keepCatalogue(folders);
  ledger.value.close();
}

function firstOf(folders: readonly WatchFolder[]): WatchFolder {
  const folder = folders.find(({ folderId }) => folderId === 'SD1');
  if (!folder) throw new Error('the catalogue has SD1');
  return folder;
}

/** The whole program over a data folder and a root of local folders, nobody logged in. */
export async function openWatchTerminal(options: WatchTerminalOptions): Promise<WatchTerminal> {
  const { profile, dataFolder, filesRoot } = options;
  await mkdir(dataFolder, { recursive: true });
  if (filesRoot) await mkdir(filesRoot, { recursive: true });
  keepCatalogue(dataFolder, options.folders ?? [watchedFolder]);
  const http = createUndiciHttp({ caCertificates: profile.caCertificates });
  const created = await createApp(
    { dataFolder, profile, host: 'web', version: '0.0.0', filesRoot },
    {
      clock: systemClock,
      http,
      credentials: memoryCredentials(new Map(options.keychain)),
      watchTiming: hurriedTiming,
      ...options.adapters,
    },
  );
  if (!created.ok) throw new Error(created.error.code);
  const app = created.value;
  const tryCall: WatchTerminal['tryCall'] = async (name, input) => (await app.dispatch(name, input)) as never;
  const call: WatchTerminal['call'] = async (name, input) => {
    const result = await tryCall(name, input);
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`);
    return result.value;
  };
  const watch: WatchTerminal['watch'] = async (change = {}) => {
    const choice = { folderId: 'SD1', on: true, identity: 'SEHK Participant', participantCode: null };
    const view = await call('watch/configure', { ...choice, replace: false, late: false, ...change });
    return firstOf(view.folders);
  };
  const folder = async () => firstOf((await call('watch/view', {})).folders);
  const close = async () => {
    await app.close();
    await http.close();
  };
  return { app, call, tryCall, watch, folder, close };
}

/** What a keychain has after this key of the practice user was imported. */
export async function keychainWith(
  profile: Profile,
  privateKey: string,
): Promise<readonly (readonly [string, string])[]> {
  const kept = new Map<string, string>();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-key-'));
  const terminal = await openWatchTerminal({
    profile,
    dataFolder: folder,
    filesRoot: path.join(folder, 'files'),
    keychain: [],
    adapters: { credentials: memoryCredentials(kept) },
  });
  await terminal.call('sftp/importKey', { userName: SFTP_USER, expiresAt: null, text: privateKey, passphrase: null });
  await terminal.close();
  await rm(folder, { recursive: true, force: true });
  return [...kept];
}

/** The four folders of SD1 under a root. */
export function localPaths(root: string) {
  const at = (kind: string) => path.join(root, 'SD1', kind);
  return { outbox: at('outbox'), archive: at('archive'), error: at('error') };
}

/** Puts a file into an outbox as a careful program does: whole, under a name that is ignored, then renamed. */
export async function drop(root: string, name: string, content = `a,b\n${name},1\n`): Promise<void> {
  const { outbox } = localPaths(root);
  await mkdir(outbox, { recursive: true });
  await writeFile(path.join(outbox, `${name}.tmp`), content);
  await rename(path.join(outbox, `${name}.tmp`), path.join(outbox, name));
}

/** The names of all files below a folder, hidden ones included, relative and in order. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** The text of a file below a folder whose name ends so. */
export async function textBelow(folder: string, end: string): Promise<string> {
  const found = (await filesBelow(folder)).find((name) => name.endsWith(end));
  if (found === undefined) throw new Error(`no ${end} in ${folder}`);
  return readFile(path.join(folder, found), 'utf8');
}

/** A name of SD1 that is of no other number. */
export function fileName(number: number, code = '01234'): string {
  const day = new Date(Date.UTC(2026, 0, 1) + number * 86_400_000).toISOString().slice(0, 10);
  return `SD_${code}_${day.replaceAll('-', '')}.csv`;
}

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSftp } from '../../main/app/create-sftp.ts';
import { systemClock } from '../../main/app/system-clock.ts';
import { createDownloadService } from '../../main/download/create-download-service.ts';
import type { DownloadEvent, DownloadService } from '../../main/download/download-service.ts';
import type { Ledger } from '../../main/ledger/ledger.ts';
import { openLedger } from '../../main/ledger/open-ledger.ts';
import { createLocalFolders } from '../../main/local-folders/create-local-folders.ts';
import { downloadFolderOf } from '../../main/practice/sftp/tree.ts';
import type { Profile } from '../../main/profile/profile.ts';
import type { Deadlines } from '../../main/transfer/transfer.ts';
import type { Download } from '../../shared/contract/download.ts';
import { ok } from '../../shared/lib/result.ts';
import { patientDeadlines, SFTP_USER, type SftpPractice, setUpSftpPractice } from './sftp-practice.ts';
import { good, temporaryFolder } from './submission-setup.ts';

type Plan = NonNullable<NonNullable<Profile['sftp']>['download']>;

export interface DownloadSetup {
  readonly service: DownloadService;
  readonly ledger: Ledger;
  readonly events: DownloadEvent[];
  readonly bugs: unknown[];
  /** Told of each step; may be set at any time. */
  onStep: (step: string) => void;
  /** Fetches what is new and waits until nothing is under way; gives the rows, newest first. */
  fetch(): Promise<readonly Download[]>;
  rows(): readonly Download[];
  /** The names in an inbox (or another folder of this PC), unfinished ones left aside. */
  names(kind?: 'inbox' | 'error'): readonly string[];
  inbox(name: string): string;
  /** A second time does nothing. */
  close(): Promise<void>;
}

interface DownloadParts {
  readonly dataFolder: string;
  readonly practice: SftpPractice;
  readonly plan?: Partial<Plan>;
  readonly deadlines?: Deadlines;
  readonly ledger?: Ledger;
  /** How often new files are fetched without being asked for; never when absent. */
  readonly everyMinutes?: number;
}

/** The service for files that come from the exchange over a real ledger, real folders and a practice exchange. Waits are short. */
export function openDownloads(parts: DownloadParts): DownloadSetup {
  const { dataFolder, practice, deadlines = patientDeadlines } = parts;
  const { profile } = practice.exchange;
  const identity = async () => ok({ userName: SFTP_USER, privateKeys: [practice.privateKey] });
  const door = createSftp(profile, { identity }, deadlines);
  if (!door || !profile.sftp?.download) throw new Error('the practice exchange has downloads');
  const ledger = parts.ledger ?? good(openLedger({ dataFolder, clock: systemClock }));
  const localFolders = createLocalFolders({ dataFolder, chosenRoot: () => null, subscribe: () => () => undefined });
  const events: DownloadEvent[] = [];
  const bugs: unknown[] = [];
  const watch = { onStep: (_step: string): void => undefined };
  const service = createDownloadService({
    ledger,
    localFolders,
    help: profile.help,
    plan: { ...profile.sftp.download, ...parts.plan },
    door: { ready: async () => null, open: door.open, close: door.close },
    clock: systemClock,
    pace: async () => undefined,
    publish: (event) => events.push(event),
    onStep: (step) => watch.onStep(step),
    onBug: (cause) => bugs.push(cause),
    isScheduled: parts.everyMinutes !== undefined,
    chosenMinutes: () => parts.everyMinutes ?? null,
    onChoice: () => () => undefined,
    wait: (ms, signal) => sleep(Math.min(ms, 20), undefined, { signal }).catch(() => undefined),
  });
  const rows = () => service.list(2000).rows;
  let isClosed = false;
  const folderOf = (kind: 'inbox' | 'error') => localFolders.pathOf('SD1', kind);
  return Object.assign(watch, {
    service,
    ledger,
    events,
    bugs,
    rows,
    async fetch() {
      good(service.fetch({}));
      await service.settled();
      if (bugs[0] !== undefined) throw bugs[0];
      return rows();
    },
    names(kind: 'inbox' | 'error' = 'inbox') {
      if (!existsSync(folderOf(kind))) return [];
      return readdirSync(folderOf(kind))
        .filter((name) => !name.startsWith('.'))
        .toSorted();
    },
    inbox: (name: string) => path.join(folderOf('inbox'), name),
    async close() {
      if (isClosed) return;
      isClosed = true;
      await service.close();
      if (!parts.ledger) ledger.close();
    },
  });
}

interface ExchangeFile {
  readonly content: string | Buffer;
  /** ms since 1970, whole seconds; now when absent. */
  readonly modifiedAt?: number;
  /** A checksum beside it; the right one when absent, none when null. */
  readonly sha256?: string | null;
}

/** Puts a file into the folder of the practice user's SD-1 results, with its checksum beside it. Gives its SHA-256. */
export function putResult(stateFolder: string, name: string, file: ExchangeFile): string {
  const folder = downloadFolderOf(stateFolder, SFTP_USER, 'SD1');
  mkdirSync(folder, { recursive: true });
  const right = createHash('sha256').update(file.content).digest('hex');
  const target = path.join(folder, name);
  if (file.sha256 !== null) writeFileSync(`${target}.sha256`, `${file.sha256 ?? right}  ${name}\n`);
  writeFileSync(`${target}.part`, file.content);
  const seconds = (file.modifiedAt ?? Math.floor(Date.now() / 1000) * 1000) / 1000;
  utimesSync(`${target}.part`, seconds, seconds);
  renameSync(`${target}.part`, target);
  return right;
}

export interface DownloadPractice {
  readonly practice: SftpPractice;
  /** On this PC; the data of {@link setup} and nothing else. */
  readonly folder: string;
  setup: DownloadSetup;
  /** Closes the service and opens it again over the same data. */
  reopen(change?: Omit<Partial<DownloadParts>, 'dataFolder' | 'practice'>): Promise<void>;
  /** As {@link putResult}, at this exchange. */
  put(name: string, file: ExchangeFile): string;
  /** Names of what has come in part. */
  unfinished(): readonly string[];
  close(): Promise<void>;
}

/** A practice exchange of its own, a folder of this PC, and the service between them. */
export async function openDownloadPractice(
  first: Omit<Partial<DownloadParts>, 'dataFolder' | 'practice'> = {},
): Promise<DownloadPractice> {
  const practice = await setUpSftpPractice();
  const { folder, remove } = await temporaryFolder();
  const open = (parts: typeof first) => openDownloads({ dataFolder: folder, practice, ...parts });
  const opened: DownloadPractice = {
    practice,
    folder,
    setup: open(first),
    async reopen(change = {}) {
      await opened.setup.close();
      opened.setup = open(change);
    },
    put: (name, file) => putResult(practice.stateFolder, name, file),
    unfinished() {
      const unfinished = opened.setup.inbox('.fetching');
      return existsSync(unfinished) ? readdirSync(unfinished) : [];
    },
    async close() {
      await opened.setup.close();
      await practice.close();
      await remove();
    },
  };
  return opened;
}

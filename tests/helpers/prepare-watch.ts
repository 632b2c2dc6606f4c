import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type SftpPractice, setUpSftpPractice } from './sftp-practice.ts';
import {
  fileName,
  filesBelow,
  keychainWith,
  localPaths,
  openWatchTerminal,
  type WatchTerminal,
  type WatchTerminalOptions,
} from './watch-terminal.ts';

export interface WatchPractice {
  readonly practice: SftpPractice;
  readonly terminal: WatchTerminal;
  /** New for each test; `root` is `files` in it unless a test chooses another. */
  readonly folder: string;
  root: string;
  /** Starts the terminal, or starts it again over the same data. */
  start(change?: Partial<WatchTerminalOptions>): Promise<void>;
  /** A name that this test file used nowhere else. */
  newName(code?: string): string;
  /** What the exchange has under a name. */
  received(name: string): ReturnType<SftpPractice['exchange']['control']['files']>;
  archived(): Promise<readonly string[]>;
  errors(): Promise<readonly string[]>;
}

/** For a file of tests: one practice exchange, and for each test a folder with a terminal that is closed after it. */
export function prepareWatch(): WatchPractice {
  let practice: SftpPractice;
  let keychain: WatchTerminalOptions['keychain'];
  let terminal: WatchTerminal | null = null;
  let folder = '';
  let number = 0;
  beforeAll(async () => {
    practice = await setUpSftpPractice();
    keychain = await keychainWith(practice.exchange.profile, practice.privateKey);
  });
  afterAll(() => practice.close());
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-watch-'));
    setup.root = path.join(folder, 'files');
  });
  afterEach(async () => {
    await terminal?.close();
    terminal = null;
    practice.exchange.control.clearFaults();
    await rm(folder, { recursive: true, force: true });
  });
  const setup: WatchPractice = {
    get practice() {
      return practice;
    },
    get terminal() {
      if (!terminal) throw new Error('not started');
      return terminal;
    },
    get folder() {
      return folder;
    },
    root: '',
    async start(change = {}) {
      const { profile } = practice.exchange;
      const dataFolder = path.join(folder, 'data');
      terminal = await openWatchTerminal({ profile, dataFolder, filesRoot: setup.root, keychain, ...change });
    },
    newName(code) {
      number += 1;
      return fileName(number, code);
    },
    received: (name) => practice.exchange.control.files().filter((file) => file.fileName === name),
    archived: () => filesBelow(localPaths(setup.root).archive),
    errors: () => filesBelow(localPaths(setup.root).error),
  };
  return setup;
}

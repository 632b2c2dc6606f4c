import path from 'node:path';
import { forkPractice } from '../../main/app/start-practice.ts';
import { runProcess } from '../../main/cli/run-process.ts';
import { unavailableCredentialStore } from '../../main/credentials/unavailable-credential-store.ts';
import { fileCredentials } from './file-credentials.ts';

/*
 * The command line as a process of its own, with one thing exchanged: its keychain is the file that CCMS_TEST_KEYCHAIN names, for a
 * machine that runs tests has none.
 */
const keychain = process.env.CCMS_TEST_KEYCHAIN ?? '';
await runProcess(
  {
    version: '0.1.0',
    isInstalled: false,
    spawnPractice: forkPractice(path.resolve(import.meta.dirname, '../../main/practice/start.ts')),
    openCredentials: async () =>
      process.env.CCMS_TEST_NO_KEYCHAIN ? unavailableCredentialStore('missing') : fileCredentials(keychain),
  },
  process.cwd(),
);

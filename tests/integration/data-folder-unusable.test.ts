import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTerminal } from '../../main/app/start-terminal.ts';
import { memoryCredentials } from '../helpers/memory-credentials.ts';
import { type PracticeSetup, setUpPractice } from '../helpers/practice-setup.ts';
import { temporaryFolder } from '../helpers/submission-setup.ts';

let practice: PracticeSetup;
let local: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  practice = await setUpPractice();
  local = await temporaryFolder();
});
afterEach(async () => {
  await practice.close();
  await local.remove();
});

async function start(dataFolder: string) {
  const profileFile = path.join(local.folder, 'profile.json');
  writeFileSync(profileFile, JSON.stringify(practice.exchange.profile));
  const started = await startTerminal({
    host: 'web',
    version: '0.0.0',
    profileFile,
    dataFolder,
    spawnPractice: () => {
      throw new Error('there is a profile');
    },
    openCredentials: async () => memoryCredentials(),
  });
  if (started.ok) await started.value.stop();
  return started;
}

test.each(['', 'logs', 'spool'])(
  'says that the data folder cannot be used when a file stands at "%s" of it',
  async (at) => {
    const dataFolder = path.join(local.folder, 'data');
    if (at !== '') mkdirSync(dataFolder);
    writeFileSync(path.join(dataFolder, at), '');
    expect(await start(dataFolder)).toMatchObject({ ok: false, error: { code: 'local-folder-unusable' } });
  },
);

// Whoever is root may write to everything.
test.skipIf(process.getuid?.() === 0)('does not call a ledger damaged that another user made', async () => {
  const dataFolder = path.join(local.folder, 'data');
  expect((await start(dataFolder)).ok).toBe(true);
  chmodSync(path.join(dataFolder, 'ledger.sqlite'), 0o400);
  expect(await start(dataFolder)).toMatchObject({
    error: { code: 'local-folder-unusable', details: { reason: 'EACCES' } },
  });
});

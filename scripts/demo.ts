import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { forkPractice } from '../main/app/start-practice.ts';
import { startTerminal } from '../main/app/start-terminal.ts';
import { type PracticeUser, practiceUsers } from '../main/practice/users.ts';
import { hongKongDay } from '../shared/model/input-date.ts';
import { logIn } from './demo/log-in.ts';
import { checkFiles, listActivity, submitCorrected, submitWithWrongDate } from './demo/submit.ts';
import { Terminal } from './demo/terminal.ts';

function userOf(userId: string): PracticeUser {
  const user = practiceUsers.find((one) => one.userId === userId);
  if (!user) throw new Error(`the practice exchange has no user ${userId}`);
  return user;
}

/**
 * The main job without a window, through the same services as the window: logs in to both realms with a one-time password
 * read from the practice mailbox, meets a predicted 4505, corrects it, submits, confirms, replaces, and tells a tampered
 * copy from the file that was sent. Prints what happened; any step that goes wrong ends it with a non-zero exit code.
 */
async function demo(): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-demo-'));
  const root = path.resolve(import.meta.dirname, '..');
  const entry = path.join(root, 'main/practice/start.ts');
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const started = await startTerminal({
    host: 'web',
    version,
    profileFile: null,
    dataFolder: folder,
    spawnPractice: forkPractice(entry),
  });
  if (!started.ok) throw new Error(`could not start: ${started.error.code}`);
  try {
    const terminal = new Terminal(started.value.app, started.value.profile);
    await logIn(terminal, 'ccms', userOf('CHANTM'));
    await logIn(terminal, 'ecp', userOf('chan@firm.example'));
    const day = hongKongDay(Date.now());
    await submitWithWrongDate(terminal, day);
    await submitCorrected(terminal, day);
    await listActivity(terminal, 2);
    await checkFiles(terminal, day);
    for (const realm of ['ecp', 'ccms'] as const) await terminal.call('session/logOut', { realm });
    terminal.say('Logged out of both realms.');
  } finally {
    await started.value.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

demo().catch((failure: unknown) => {
  process.stderr.write(`The demo went wrong: ${failure instanceof Error ? failure.message : 'unknown'}\n`);
  process.exitCode = 1;
});

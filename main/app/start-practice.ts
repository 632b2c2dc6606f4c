import { fork } from 'node:child_process';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { type Profile, profileSchema } from '../profile/profile.ts';

/** A started process of the practice exchange, whichever way the host starts processes. */
export interface PracticeProcess {
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: () => void): void;
  stop(): void;
}

/** Starts the entry with these arguments: `child_process.fork` under Node, a utility process under Electron. */
export type SpawnPractice = (args: readonly string[]) => PracticeProcess;

export interface RunningPractice {
  readonly profile: Profile;
  stop(): void;
}

const DEADLINE_MS = 20_000;

/** Starts the entry as a Node process. */
export function forkPractice(entry: string): SpawnPractice {
  return (args) => {
    const child = fork(entry, [...args], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    return {
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) => child.once('exit', listener),
      stop: () => child.kill('SIGTERM'),
    };
  };
}

function profileIn(message: unknown): Profile | null {
  if (typeof message !== 'object' || message === null || !('profile' in message)) return null;
  const parsed = profileSchema.safeParse(message.profile);
  return parsed.success ? parsed.data : null;
}

/**
 * Starts the practice exchange with its state in a folder and waits (20 s at most) for its profile. Answers
 * `practice-unavailable` when it ends or stays silent. It ends by itself when this process does.
 */
export function startPractice(spawn: SpawnPractice, stateFolder: string): Promise<Result<RunningPractice>> {
  const child = spawn(['--state-folder', stateFolder]);
  return new Promise((resolve) => {
    const fail = () => {
      child.stop();
      resolve(err(appError('practice-unavailable', { retry: 'now' })));
    };
    const deadline = setTimeout(fail, DEADLINE_MS);
    child.onExit(() => {
      clearTimeout(deadline);
      fail();
    });
    child.onMessage((message) => {
      const profile = profileIn(message);
      if (!profile) return;
      clearTimeout(deadline);
      resolve(ok({ profile, stop: () => child.stop() }));
    });
  });
}

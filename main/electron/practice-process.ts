import type { PracticeProcess, SpawnPractice } from '../app/start-practice.ts';

/** The part of Electron's `utilityProcess` that is used. */
export interface UtilityProcessLike {
  fork(
    entry: string,
    args: string[],
    options: { serviceName: string; stdio: 'ignore' },
  ): {
    on(event: 'message', listener: (message: unknown) => void): unknown;
    once(event: 'exit', listener: () => void): unknown;
    kill(): boolean;
  };
}

/** Starts the practice exchange as a utility process: the fuse that forbids running as Node forbids `child_process.fork`. */
export function spawnPracticeProcess(utilityProcess: UtilityProcessLike, entry: string): SpawnPractice {
  return (args): PracticeProcess => {
    const child = utilityProcess.fork(entry, [...args], { serviceName: 'CCMS practice exchange', stdio: 'ignore' });
    return {
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) => child.once('exit', listener),
      stop: () => child.kill(),
    };
  };
}

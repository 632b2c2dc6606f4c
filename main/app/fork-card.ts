import { fork } from 'node:child_process';
import type { SpawnCard } from '../smartcard/spawn-card.ts';

export type { CardProcess, SpawnCard } from '../smartcard/spawn-card.ts';

/** Starts the card process as a Node process. What a module prints is thrown away: nobody knows what it says. */
export function forkCard(entry: string): SpawnCard {
  return () => {
    const child = fork(entry, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
    });
    return {
      send: (message) => {
        // The pipe of a process that has just ended refuses; its exit is what counts.
        child.send(message as object, () => undefined);
      },
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) => {
        child.once('exit', listener);
        child.once('error', listener);
      },
      kill: () => child.kill('SIGKILL'),
    };
  };
}

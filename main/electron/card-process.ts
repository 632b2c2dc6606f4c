import type { CardProcess, SpawnCard } from '../app/fork-card.ts';

/** The part of Electron's `utilityProcess` that the card process uses. */
export interface CardUtilityProcess {
  fork(
    entry: string,
    args: string[],
    options: { serviceName: string; stdio: 'ignore'; allowLoadingUnsignedLibraries: boolean },
  ): {
    readonly pid?: number | undefined;
    postMessage(message: unknown): void;
    on(event: 'message', listener: (message: unknown) => void): unknown;
    once(event: 'exit', listener: () => void): unknown;
    kill(): boolean;
  };
}

/**
 * Starts the card process as a utility process. macOS would refuse the libraries of card makers otherwise. Electron's own `kill` is
 * polite, and a module may be deaf to that, so the process is ended by its number too.
 */
export function spawnCardProcess(
  utilityProcess: CardUtilityProcess,
  entry: string,
  kill: (pid: number, signal: 'SIGKILL') => void,
): SpawnCard {
  return (): CardProcess => {
    const child = utilityProcess.fork(entry, [], {
      serviceName: 'CCMS smart card',
      stdio: 'ignore',
      allowLoadingUnsignedLibraries: true,
    });
    let ended = false;
    child.once('exit', () => {
      ended = true;
    });
    return {
      send: (message) => child.postMessage(message),
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) => child.once('exit', listener),
      kill() {
        if (ended) return;
        child.kill();
        try {
          if (child.pid !== undefined) kill(child.pid, 'SIGKILL');
        } catch {
          // It has just ended by itself.
        }
      },
    };
  };
}

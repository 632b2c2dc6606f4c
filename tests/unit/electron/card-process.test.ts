import { describe, expect, it } from 'vitest';
import { spawnCardProcess } from '../../../main/electron/card-process.ts';

describe('spawnCardProcess', () => {
  it('starts a utility process that may load a card maker’s library, and ends it at once, once', () => {
    const heard: unknown[] = [];
    const exits: (() => void)[] = [];
    const child = {
      pid: 4711,
      postMessage: (message: unknown) => heard.push(message),
      on: (_event: 'message', listener: (message: unknown) => void) => listener({ id: 1 }),
      once: (_event: 'exit', listener: () => void) => exits.push(listener),
      kill: () => heard.push('polite') > 0,
    };
    const forks: unknown[] = [];
    const fork = (...given: unknown[]) => {
      forks.push(given);
      return child;
    };
    const card = spawnCardProcess({ fork }, '/out/card.js', (pid, signal) => heard.push([pid, signal]))();
    card.onMessage((message) => heard.push(message));
    card.onExit(() => heard.push('ended'));
    card.send({ id: 2 });
    card.kill();
    for (const exit of exits) exit();
    card.kill();
    expect(heard).toEqual([{ id: 1 }, { id: 2 }, 'polite', [4711, 'SIGKILL'], 'ended']);
    expect(forks).toMatchObject([['/out/card.js', [], { stdio: 'ignore', allowLoadingUnsignedLibraries: true }]]);
  });
});

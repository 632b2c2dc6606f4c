import { appError } from '../../shared/contract/errors.ts';
import { err } from '../../shared/lib/result.ts';
import type { Bridge } from './bridge.ts';
import { type Client, parseAddedFile, parseAnswer, parseEvent } from './client.ts';

async function answerOf(pending: Promise<unknown>): Promise<unknown> {
  try {
    return await pending;
  } catch {
    // The main process broke off (it is closing, or a bug was thrown there and logged there).
    return err(appError('internal', { retry: 'now' }));
  }
}

/** A client over the preload's bridge. Its connection is the process itself, so it is never lost. */
export function createElectronClient(bridge: Bridge): Client {
  return {
    host: 'electron',
    call: async (name, input) => parseAnswer(name, await answerOf(bridge.calls[name](input))),
    subscribe(listener) {
      const unsubscribe = bridge.subscribe((value) => {
        const event = parseEvent(value);
        if (event) listener.event(event);
      });
      listener.connected();
      return unsubscribe;
    },
    addFile: async (file, purpose) => parseAddedFile(purpose, await answerOf(bridge.addFile(file, purpose))),
  };
}

import type { watchCalls } from '../../../shared/contract/watch.ts';
import { ok } from '../../../shared/lib/result.ts';
import type { WatchDesk } from '../create-watch.ts';
import type { Handlers } from './handlers.ts';

/** Watch folders. */
export function watchHandlers(watch: WatchDesk): Handlers<keyof typeof watchCalls> {
  return {
    'watch/view': async () => ok(await watch.view()),
    'watch/configure': (choice) => watch.configure(choice),
    'watch/chooseRoot': () => watch.chooseRoot(),
    'watch/giveBack': (claim) => watch.giveBack(claim),
  };
}

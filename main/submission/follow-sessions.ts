import { ecpUser, type SubmissionContext } from './context.ts';
import { pursueAll } from './recover.ts';
import { republishDrafts } from './republish-drafts.ts';

async function learn(context: SubmissionContext): Promise<void> {
  const folders = await context.exchange.fetchFolders();
  const held = folders.ok ? await context.exchange.freshHeld() : folders;
  // What could not be learned now is asked again before a file is sent; its finding says `not-checked`.
  if (!context.closing.aborted && (folders.ok || held.ok)) republishDrafts(context);
}

/**
 * Follows the ECP session: at each log in the submissions in doubt are put to the exchange and the drafts are worked out with the
 * user's folders; at its end what the exchange holds is forgotten. Gives the way to stop.
 */
export function followSessions(context: SubmissionContext): () => void {
  let user: string | null = null;
  const follow = () => {
    const now = ecpUser(context);
    if (now === user || context.closing.aborted) return;
    user = now;
    context.exchange.forget();
    if (now === null) {
      republishDrafts(context);
      return;
    }
    pursueAll(context);
    context.background(learn(context));
  };
  const stop = context.sessions.subscribe(follow);
  follow();
  return stop;
}

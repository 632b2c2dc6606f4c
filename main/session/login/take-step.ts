import { appError } from '../../../shared/contract/errors.ts';
import type { RealmState } from '../../../shared/contract/session.ts';
import { err, type Result } from '../../../shared/lib/result.ts';
import type { RealmContext } from '../realm-context.ts';

/** Runs one step of a log-in. While one is on the wire a second press is `login-in-progress` and sends nothing. */
export async function takeStep(
  context: RealmContext,
  work: (signal: AbortSignal) => Promise<Result<RealmState>>,
): Promise<Result<RealmState>> {
  if (context.step !== null) return err(appError('login-in-progress'));
  const own = new AbortController();
  context.step = own;
  try {
    return await work(own.signal);
  } finally {
    if (context.step === own) context.step = null;
  }
}

import { type AppError, appError } from '../../shared/contract/errors.ts';
import { type CallName, calls } from '../../shared/contract/index.ts';
import { err, type Result } from '../../shared/lib/result.ts';
import type { Handlers } from './handlers/handlers.ts';
import type { Log } from './log.ts';

export type Dispatch = (name: string, input: unknown) => Promise<Result<unknown>>;

function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

/** Joins handler and validated input; the compiler cannot follow the pair through a variable name, so it is stated here once. */
async function run<N extends CallName>(
  handlers: Handlers<CallName>,
  name: N,
  input: unknown,
): Promise<Result<unknown>> {
  const parsed = calls[name].input.safeParse(input);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    return err(appError('invalid-input', { details: { field: where.slice(0, 60) } }));
  }
  const handler = handlers[name] as (input: unknown) => Promise<Result<unknown>> | Result<unknown>;
  return handler(parsed.data);
}

export interface DispatchOptions {
  readonly handlers: Handlers<CallName>;
  readonly log: Log;
  /** Why a call is not answered now at all; null when it is. */
  readonly refusal: (name: CallName) => AppError | null;
}

/**
 * Makes the one way in. A call with an unknown name answers `unknown-call`, bad input `invalid-input` (with the field, never
 * its value), a bug in a handler `internal`; nothing is thrown at a transport.
 */
export function createDispatch({ handlers, log, refusal }: DispatchOptions): Dispatch {
  return async (name, input) => {
    if (!isCallName(name)) return err(appError('unknown-call'));
    try {
      const refused = refusal(name);
      const result = refused ? err(refused) : await run(handlers, name, input);
      log.call(name, result.ok ? 'ok' : result.error.code);
      return result;
    } catch (bug) {
      log.bug(name, bug);
      return err(appError('internal'));
    }
  };
}

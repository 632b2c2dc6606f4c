import type { CallName, CallOutput, ParsedInput } from '../../../shared/contract/index.ts';
import type { Result } from '../../../shared/lib/result.ts';

/** The handlers for some calls: each takes the validated input and gives the contract's output. */
export type Handlers<N extends CallName> = {
  readonly [K in N]: (input: ParsedInput<K>) => Promise<Result<CallOutput<K>>> | Result<CallOutput<K>>;
};

import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { Client } from '../client/client.ts';

/** Unlocking is the conversation of a log-in under other names: each pair is one definition of the contract. */
export const unlockNames = {
  'session/state': 'lock/proofs',
  'session/begin': 'lock/begin',
  'session/beginCard': 'lock/beginCard',
  'session/submitOtp': 'lock/submitOtp',
  'session/resendOtp': 'lock/resendOtp',
  'session/chooseChannel': 'lock/chooseChannel',
  'session/cancel': 'lock/cancel',
} as const satisfies Partial<Record<CallName, CallName>>;

function isUnlocking(name: CallName): name is keyof typeof unlockNames {
  return Object.hasOwn(unlockNames, name);
}

/** A client through which the forms of a log-in unlock the terminal. */
export function createUnlockClient(client: Client): Client {
  return {
    ...client,
    call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>> {
      if (!isUnlocking(name)) return client.call(name, input);
      // The same definition under both names; TypeScript cannot follow a pair through a variable.
      return client.call(unlockNames[name], input as never) as Promise<Result<CallOutput<N>>>;
    },
  };
}

import { appError } from '../../shared/contract/errors.ts';
import { err } from '../../shared/lib/result.ts';
import type { CredentialStore, CredentialStoreState } from './credential-store.ts';

type Reason = Extract<CredentialStoreState, { kind: 'unavailable' }>['reason'];

/** The store of a PC without a usable keychain: it keeps nothing and says why (`keychain-unavailable`, details.reason). */
export function unavailableCredentialStore(reason: Reason): CredentialStore {
  const refuse = async () => err(appError('keychain-unavailable', { details: { reason } }));
  return { state: () => ({ kind: 'unavailable', reason }), read: refuse, write: refuse, remove: refuse };
}

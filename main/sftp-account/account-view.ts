import type { SftpAccountView, SftpKey } from '../../shared/contract/sftp-account.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { CredentialStore } from '../credentials/credential-store.ts';
import type { Profile } from '../profile/profile.ts';
import type { SessionService } from '../session/session-service.ts';
import { askExchange, type Question, type RegisteredAccount } from './ask-exchange.ts';
import { describeKey } from './describe-key.ts';
import type { KeptKey, KeptKeys } from './kept-keys.ts';

export interface SftpAccountParts {
  readonly credentials: CredentialStore;
  readonly sessions: Pick<SessionService, 'authorized' | 'exchangeNow' | 'state'>;
  readonly profile: Pick<Profile, 'ecpApi'>;
}

/** The account put together from the keys of this PC and what the exchange says. */
export interface AccountView {
  /** Who is logged in to ECP; else whose key was made last. */
  userOf(all: readonly KeptKey[]): string | null;
  show(kept: KeptKey): SftpKey;
  ask(question: Question): Promise<Result<RegisteredAccount>>;
  /** Everything anew; the exchange is asked unless it has just answered. */
  view(answered?: Result<RegisteredAccount>): Promise<Result<SftpAccountView>>;
}

function exchangeView(answer: Result<RegisteredAccount>, here: readonly SftpKey[]): SftpAccountView['exchange'] {
  if (!answer.ok) return { kind: 'not-asked', error: answer.error };
  const isHere = (fingerprint: string) => here.some((key) => key.fingerprint === fingerprint);
  return {
    kind: 'told',
    addresses: answer.value.addresses,
    elsewhere: answer.value.keys.filter(({ fingerprint }) => !isHere(fingerprint)),
  };
}

/**
 * What the exchange told last is remembered until the program ends, so that an end that it set counts without a session, too.
 */
export function createAccountView(parts: SftpAccountParts, keys: KeptKeys): AccountView {
  const { sessions } = parts;
  const told = new Map<string, RegisteredAccount>();
  function userOf(all: readonly KeptKey[]): string | null {
    const { ecp } = sessions.state();
    return ecp.kind === 'logged-in' ? ecp.userId : (all[0]?.userName ?? null);
  }
  function show(kept: KeptKey): SftpKey {
    const registered = told.get(kept.userName) ?? null;
    return describeKey(kept, { where: keys.where, registered, now: sessions.exchangeNow() });
  }
  async function ask(question: Question): Promise<Result<RegisteredAccount>> {
    const answer = await askExchange(parts, question);
    if (answer.ok) told.set(answer.value.userName, answer.value);
    return answer;
  }
  return {
    userOf,
    show,
    ask,
    async view(answered) {
      const all = await keys.list();
      if (!all.ok) return all;
      const answer = answered ?? (await ask({ kind: 'show' }));
      const userName = userOf(all.value);
      const own = all.value.filter((kept) => kept.userName === userName).map(show);
      return ok({ userName, keys: own, exchange: exchangeView(answer, own) });
    },
  };
}

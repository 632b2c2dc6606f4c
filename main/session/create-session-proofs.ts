import { appError } from '../../shared/contract/errors.ts';
import type { Realm, RealmState } from '../../shared/contract/session.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { beginCard, type CardLoginParts } from './login/begin-card.ts';
import { beginLogin } from './login/begin-login.ts';
import { chooseChannel } from './login/choose-channel.ts';
import { resendOtp } from './login/resend-otp.ts';
import { submitOtp } from './login/submit-otp.ts';
import { leave, type RealmContext } from './realm-context.ts';
import { revoke } from './revoke.ts';
import type { SessionProofs } from './session-proofs.ts';

export interface SessionProofsOptions {
  /** The sessions that are proved. */
  readonly realms: Readonly<Record<Realm, RealmContext>>;
  /** Where the log-ins beside them run. */
  readonly beside: Readonly<Record<Realm, RealmContext>>;
  readonly card: CardLoginParts;
  /** Told that the session of CCMS was opened by this certificate. */
  readonly onCard: (certificateId: string) => void;
}

/** Makes the proofs of both realms; they speak to the exchange exactly as a log-in does. */
export function createSessionProofs({ realms, beside, card, onCard }: SessionProofsOptions): SessionProofs {
  const wanted: Record<Realm, string | null> = { ccms: null, ecp: null };

  async function takePlace(realm: Realm, answer: Result<RealmState>): Promise<Result<RealmState>> {
    const fresh = beside[realm].current();
    if (!answer.ok || fresh.kind !== 'logged-in') return answer;
    leave(beside[realm], 'never');
    if (fresh.tokens.userId !== wanted[realm]) {
      await revoke(beside[realm].sso, fresh.tokens);
      return err(appError('unlock-wrong-user'));
    }
    const former = realms[realm].current();
    realms[realm].become(fresh);
    if (former.kind === 'logged-in') await revoke(realms[realm].sso, former.tokens);
    return ok(realms[realm].shown());
  }

  return {
    state: (realm) => beside[realm].shown(),
    begin: async ({ realm, userId, password }) => {
      wanted[realm] = userId;
      return takePlace(realm, await beginLogin(beside[realm], { userId, password }));
    },
    beginCard: async (userId, login) => {
      wanted.ccms = userId;
      const answer = await takePlace('ccms', await beginCard(beside.ccms, card, login));
      if (answer.ok) onCard(login.certificateId);
      return answer;
    },
    submitOtp: async ({ realm, otp }) => takePlace(realm, await submitOtp(beside[realm], otp)),
    resendOtp: (realm) => resendOtp(beside[realm]),
    chooseChannel: ({ realm, channel }) => chooseChannel(beside[realm], channel),
    cancel: (realm) => leave(beside[realm], 'never'),
  };
}

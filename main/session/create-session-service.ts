import type { Realm } from '../../shared/contract/session.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { CredentialName, CredentialStore } from '../credentials/credential-store.ts';
import type { SmartCard } from '../smartcard/smart-card.ts';
import type { SsoClient } from '../sso/sso-client.ts';
import { createSessionProofs } from './create-session-proofs.ts';
import type { ExchangeClock } from './exchange-clock.ts';
import { openSessionOf } from './life/check-limits.ts';
import { refreshSession } from './life/refresh-session.ts';
import { sendAuthorized } from './life/send-authorized.ts';
import { watchCard } from './life/watch-card.ts';
import { watchLimits } from './life/watch-limits.ts';
import { beginCard } from './login/begin-card.ts';
import { beginLogin } from './login/begin-login.ts';
import { chooseChannel } from './login/choose-channel.ts';
import { resendOtp } from './login/resend-otp.ts';
import { submitOtp } from './login/submit-otp.ts';
import { createRealmContext, leave, type RealmContext } from './realm-context.ts';
import { revoke } from './revoke.ts';
import type { SessionService } from './session-service.ts';

export interface SessionServiceOptions {
  readonly clock: Clock;
  readonly exchangeClock: ExchangeClock;
  readonly credentials: CredentialStore;
  readonly sso: Readonly<Record<Realm, SsoClient>>;
  readonly card: SmartCard;
}

const userIdNames = { ccms: 'user-id-ccms', ecp: 'user-id-ecp' } as const satisfies Record<Realm, CredentialName>;

async function logOut(context: RealmContext): Promise<void> {
  const state = context.current();
  leave(context, 'by-operator');
  if (state.kind === 'logged-in') await revoke(context.sso, state.tokens);
}

/** The user ID of each realm in the keychain. Writes keep their order; a log-in does not wait for them. */
function rememberedUserIds(credentials: CredentialStore) {
  let last: Promise<unknown> = Promise.resolve();
  return {
    keep(realm: Realm, userId: string | null): void {
      const name = userIdNames[realm];
      last = last.then(() => (userId === null ? credentials.remove(name) : credentials.write(name, userId)));
    },
    async read(realm: Realm): Promise<Result<string | null>> {
      await last;
      return credentials.read(userIdNames[realm]);
    },
    async forget(realm: Realm): Promise<Result<null>> {
      await last;
      return credentials.remove(userIdNames[realm]);
    },
    settled: () => last,
  };
}

/** Runs the two realms, watches their limits and publishes each change. */
export function createSessionService(options: SessionServiceOptions): SessionService {
  const { clock, exchangeClock, sso, card } = options;
  const changed = () => watch.changed();
  const contexts = (): Readonly<Record<Realm, RealmContext>> => ({
    ccms: createRealmContext({ realm: 'ccms', sso: sso.ccms, clock, changed }),
    ecp: createRealmContext({ realm: 'ecp', sso: sso.ecp, clock, changed }),
  });
  const realms = contexts();
  const watch = watchLimits({ realms, clock, exchangeClock });
  const userIds = rememberedUserIds(options.credentials);
  const cardWatch = watchCard(realms.ccms, card);
  const cardParts = { card, exchangeNow: exchangeClock.now };

  return {
    state: watch.state,
    begin: async ({ realm, userId, password, remember }) => {
      const answer = await beginLogin(realms[realm], { userId, password });
      // Kept once the exchange has taken user ID and password, so that a slip of the keyboard is not remembered.
      if (answer.ok) userIds.keep(realm, remember ? userId : null);
      return answer;
    },
    beginCard: async (login) => {
      const answer = await beginCard(realms.ccms, cardParts, login);
      if (answer.ok) cardWatch.holds(login.certificateId);
      return answer.ok ? ok(realms.ccms.shown()) : answer;
    },
    submitOtp: ({ realm, otp }) => submitOtp(realms[realm], otp),
    chooseChannel: ({ realm, channel }) => chooseChannel(realms[realm], channel),
    resendOtp: (realm) => resendOtp(realms[realm]),
    cancel: async (realm) => {
      const state = realms[realm].current();
      if (state.kind !== 'logged-in') leave(realms[realm], state.kind === 'otp' ? state.previousEnd : state.reason);
      return ok(realms[realm].shown());
    },
    extend: async (realm) => {
      const session = openSessionOf(realms[realm]);
      const refreshed = session.ok ? await refreshSession(realms[realm], session.value) : session;
      return refreshed.ok ? ok(realms[realm].shown()) : refreshed;
    },
    logOut: async (realm) => {
      await logOut(realms[realm]);
      return ok(realms[realm].shown());
    },
    rememberedUserId: userIds.read,
    forgetUserId: userIds.forget,
    proofs: createSessionProofs({ realms, beside: contexts(), card: cardParts, onCard: cardWatch.holds }),
    authorized: (realm, request) => sendAuthorized(realms[realm], request),
    exchangeNow: exchangeClock.now,
    subscribe: watch.subscribe,
    close: async () => {
      watch.stop();
      cardWatch.stop();
      await Promise.all([logOut(realms.ccms), logOut(realms.ecp), userIds.settled()]);
    },
  };
}

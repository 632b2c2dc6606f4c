import type { Realm, Sessions } from '../../shared/contract/session.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { ok } from '../../shared/lib/result.ts';
import type { CredentialName, CredentialStore } from '../credentials/credential-store.ts';
import type { SsoClient } from '../sso/sso-client.ts';
import type { ExchangeClock } from './exchange-clock.ts';
import { createRealmSession, type RealmSession } from './realm-session.ts';
import type { SessionService } from './session-service.ts';

export interface SessionServiceOptions {
  readonly clock: Clock;
  readonly exchangeClock: ExchangeClock;
  readonly credentials: CredentialStore;
  readonly sso: Readonly<Record<Realm, SsoClient>>;
}

/** Limits are looked at this often at least: a timer stands still while the PC sleeps, the clock does not. */
const LONGEST_WAIT_MS = 15_000;
/** A shift of this PC's clock by more makes the shown times wrong, so the state is published anew. */
const NOTABLE_SHIFT_MS = 2_000;

const userIdNames = { ccms: 'user-id-ccms', ecp: 'user-id-ecp' } as const satisfies Record<Realm, CredentialName>;

/** Runs the two realms, watches their limits and publishes each change. */
export function createSessionService(options: SessionServiceOptions): SessionService {
  const { clock, exchangeClock, credentials, sso } = options;
  const listeners = new Set<(state: Sessions) => void>();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let shift = 0;
  /** Writes to the keychain, in order; a log-in does not wait for them. */
  let keeping: Promise<unknown> = Promise.resolve();

  const changed = () => {
    schedule();
    publish();
  };
  const realms: Readonly<Record<Realm, RealmSession>> = {
    ccms: createRealmSession({ realm: 'ccms', sso: sso.ccms, clock, changed }),
    ecp: createRealmSession({ realm: 'ecp', sso: sso.ecp, clock, changed }),
  };

  function snapshot(): Sessions {
    return { ccms: realms.ccms.state(), ecp: realms.ecp.state(), offsetMs: exchangeClock.offsetMs() };
  }

  function publish(): void {
    shift = clock.now() - clock.monotonic();
    const state = snapshot();
    for (const listener of listeners) listener(state);
  }

  function schedule(): void {
    clearTimeout(timer);
    if (isClosed || (realms.ccms.state().kind !== 'logged-in' && realms.ecp.state().kind !== 'logged-in')) return;
    timer = setTimeout(look, LONGEST_WAIT_MS);
    timer.unref();
  }

  /** Ends what is over, tells of a PC clock that was set, and comes back at the next limit. */
  function look(): void {
    const waits = [realms.ccms.checkLimits(), realms.ecp.checkLimits()].filter((wait) => wait !== null);
    if (Math.abs(clock.now() - clock.monotonic() - shift) > NOTABLE_SHIFT_MS) publish();
    clearTimeout(timer);
    if (isClosed || waits.length === 0) return;
    timer = setTimeout(look, Math.min(LONGEST_WAIT_MS, ...waits) + 1);
    timer.unref();
  }

  function keepUserId(realm: Realm, userId: string | null): void {
    const name = userIdNames[realm];
    keeping = keeping.then(() => (userId === null ? credentials.remove(name) : credentials.write(name, userId)));
  }

  return {
    state: () => {
      look();
      return snapshot();
    },
    begin: async ({ realm, userId, password, remember }) => {
      const answer = await realms[realm].begin({ userId, password });
      // Kept once the exchange has taken the user ID and the password, so that a slip of the keyboard is not remembered.
      if (answer.ok) keepUserId(realm, remember ? userId : null);
      return answer;
    },
    submitOtp: ({ realm, otp }) => realms[realm].submitOtp(otp),
    resendOtp: (realm) => realms[realm].resendOtp(),
    cancel: async (realm) => ok(realms[realm].cancel()),
    extend: (realm) => realms[realm].extend(),
    logOut: async (realm) => ok(await realms[realm].logOut()),
    rememberedUserId: async (realm) => {
      await keeping;
      return credentials.read(userIdNames[realm]);
    },
    forgetUserId: async (realm) => {
      await keeping;
      return credentials.remove(userIdNames[realm]);
    },
    authorized: (realm, request) => realms[realm].authorized(request),
    exchangeNow: () => exchangeClock.now(),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await Promise.all([realms.ccms.logOut(), realms.ecp.logOut(), keeping]);
      listeners.clear();
    },
  };
}

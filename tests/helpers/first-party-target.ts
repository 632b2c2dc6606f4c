import { createSessions } from '../../main/app/create-sessions.ts';
import { unavailableCredentialStore } from '../../main/credentials/unavailable-credential-store.ts';
import { createUndiciHttp } from '../../main/http/undici-http.ts';
import type { Profile } from '../../main/profile/profile.ts';
import type { SessionService } from '../../main/session/session-service.ts';
import type { RealmState, Sessions } from '../../shared/contract/session.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { Result } from '../../shared/lib/result.ts';
import { oidcUser, startFirstPartyOidc } from './first-party-oidc.ts';
import type { TestAuthority } from './make-certificates.ts';
import { newestOtp, practiceUser, setUpPractice } from './practice-setup.ts';
import { type RewritingProxy, startRewritingProxy } from './rewriting-proxy.ts';

/** A real server of the protocol, whichever it is, with the one user that the cases need. */
export interface FirstPartyTarget {
  readonly profile: Profile;
  readonly user: { readonly userId: string; readonly password: string };
  otp(): string;
  /** Makes the server forget the log-ins that wait for an OTP. */
  forgetLogins(): void;
  setNonceMode(on: boolean): void;
  openSessions(): number;
  close(): Promise<void>;
}

/** Starts the practice exchange; its CCMS SSO is asked. */
export async function practiceTarget(): Promise<FirstPartyTarget> {
  const practice = await setUpPractice();
  const { control, profile } = practice.exchange;
  const { userId, password, email } = practiceUser('CHANTM');
  return {
    profile,
    user: { userId, password },
    otp: () => newestOtp(practice.exchange, email ?? ''),
    forgetLogins: () => control.setClockOffset(control.clockOffset() + 16 * 60_000),
    setNonceMode: (on) => control.setNonceMode(on),
    openSessions: () => control.logins().length,
    close: () => practice.close(),
  };
}

/** Starts oidc-provider with the challenge endpoint. */
export async function oidcTarget(authority: TestAuthority): Promise<FirstPartyTarget> {
  const oidc = await startFirstPartyOidc(authority);
  return {
    profile: oidc.profile,
    user: oidcUser,
    otp: oidc.newestOtp,
    forgetLogins: oidc.forgetAuthSessions,
    setNonceMode: oidc.setNonceMode,
    openSessions: oidc.openSessions,
    close: oidc.close,
  };
}

/** The program's log-in, which reaches the target through a line that a test can spoil. */
export interface FirstPartyClient {
  readonly proxy: RewritingProxy;
  readonly sessions: SessionService;
  readonly published: readonly Sessions[];
  kind(): string;
  begin(password?: string): Promise<Result<RealmState>>;
  submit(otp?: string): Promise<Result<RealmState>>;
  close(): Promise<void>;
}

/** Opens it anew; `clock` may be wrong. */
export async function openFirstPartyClient(
  target: FirstPartyTarget,
  { authority, clock }: { readonly authority: TestAuthority; readonly clock: Clock },
): Promise<FirstPartyClient> {
  const { profile, user } = target;
  const ca = profile.caCertificates ?? [];
  const proxy = await startRewritingProxy(authority, { target: profile.realms.ccms.issuer, ca });
  const http = createUndiciHttp({ caCertificates: [...ca, authority.pem], environment: {} });
  const credentials = unavailableCredentialStore('forbidden');
  const sessions = createSessions({ profile, http: proxy.reroute(http), credentials, clock });
  const published: Sessions[] = [];
  sessions.subscribe((state) => published.push(state));
  return {
    proxy,
    sessions,
    published,
    kind: () => sessions.state().ccms.kind,
    begin: (password = user.password) =>
      sessions.begin({ realm: 'ccms', userId: user.userId, password, remember: false }),
    submit: (otp = target.otp()) => sessions.submitOtp({ realm: 'ccms', otp }),
    close: async () => {
      await sessions.close();
      await http.close();
      await proxy.close();
    },
  };
}

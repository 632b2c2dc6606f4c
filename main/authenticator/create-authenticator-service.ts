import { generateSync } from 'otplib';
import { z } from 'zod';
import { type AuthenticatorState, authenticatorSecretSchema } from '../../shared/contract/authenticator.ts';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { normaliseOtp } from '../../shared/model/otp.ts';
import type { CredentialStore } from '../credentials/credential-store.ts';
import type { Profile } from '../profile/profile.ts';
import type { SessionService } from '../session/session-service.ts';
import { askExchange, type Question } from './ask-exchange.ts';
import type { AuthenticatorService } from './authenticator-service.ts';
import { createKeptSeed } from './kept-seed.ts';

export interface AuthenticatorParts {
  readonly sessions: Pick<SessionService, 'authorized' | 'state' | 'exchangeNow' | 'subscribe'>;
  readonly credentials: CredentialStore;
  readonly profile: Profile;
}

const stateSchema = z.object({ enrolled: z.boolean() });
const secretSchema = z
  .object({ secret: authenticatorSecretSchema.shape.secret, otpauth_uri: authenticatorSecretSchema.shape.address })
  .transform(({ secret, otpauth_uri }) => ({ secret, address: otpauth_uri }));

/** Sets an authenticator app up and removes it; and makes codes, where the firm lets this PC keep the secret. */
export function createAuthenticatorService(parts: AuthenticatorParts): AuthenticatorService {
  const { sessions, credentials, profile } = parts;
  const { issuer } = profile.realms.ecp;
  const kept = createKeptSeed(credentials);
  const mayKeep = () => profile.keepAuthenticatorSeed === true && credentials.state().kind === 'available';
  /** Only where it may be kept, and only until it is: else this program does not hold it at all. */
  let pending: { readonly userId: string; readonly secret: string } | null = null;
  sessions.subscribe(({ ecp }) => {
    if (ecp.kind !== 'logged-in') pending = null;
  });

  const ask = <T>(question: Question<T>) => askExchange(sessions, issuer, question);
  function loggedInUser(): string | null {
    const { ecp } = sessions.state();
    return ecp.kind === 'logged-in' ? ecp.userId : null;
  }
  async function stateAfter(answer: Result<{ enrolled: boolean }>): Promise<Result<AuthenticatorState>> {
    if (!answer.ok) return answer;
    const userId = loggedInUser();
    const seedKept = mayKeep() && userId !== null && (await kept.read(userId)) !== null;
    return ok({ enrolled: answer.value.enrolled, mayKeepSeed: mayKeep(), seedKept });
  }
  /** The secret for the log-in that waits for a code of the app. */
  async function seedForLogin(): Promise<string | null> {
    const { ecp } = sessions.state();
    if (!mayKeep() || ecp.kind !== 'otp' || ecp.channel !== 'app') return null;
    return kept.read(ecp.userId);
  }

  return {
    state: async () => stateAfter(await ask({ verb: '', answer: stateSchema })),
    async begin() {
      const secret = await ask({ verb: '/begin', answer: secretSchema });
      const userId = loggedInUser();
      pending = secret.ok && mayKeep() && userId !== null ? { userId, secret: secret.value.secret } : null;
      return secret;
    },
    async confirm({ otp, keepSeed }) {
      const confirmed = await ask({ verb: '/confirm', members: { otp: normaliseOtp(otp) }, answer: stateSchema });
      if (!confirmed.ok) return confirmed;
      const userId = loggedInUser();
      // The secret kept before is worth nothing from now on.
      if (userId !== null) await kept.remove(userId);
      const written = keepSeed && pending ? await kept.write(pending.userId, pending.secret) : ok(null);
      pending = null;
      return written.ok ? stateAfter(confirmed) : written;
    },
    async remove() {
      const removed = await ask({ verb: '/remove', answer: stateSchema });
      const userId = loggedInUser();
      if (removed.ok && userId !== null) await kept.remove(userId);
      return stateAfter(removed);
    },
    canFillIn: async () => (await seedForLogin()) !== null,
    async fillIn() {
      const secret = await seedForLogin();
      if (secret === null) return err(appError('authenticator-seed-missing'));
      return ok(generateSync({ secret, epoch: Math.floor(sessions.exchangeNow() / 1000) }));
    },
  };
}

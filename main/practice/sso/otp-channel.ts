import { hasAuthenticator } from '../authenticator/authenticator-store.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import { findUser } from '../store/users.ts';
import type { RealmConfig } from './realm.ts';

/** How the one-time password reaches the person: by mail, or from the app that shares a secret with the exchange. */
export type OtpChannel = 'email' | 'app';

/** The ways of a user, the preferred one first. Only Client Connect offers the app (domain: CCMS registers addresses only). */
export function otpChannels(context: PracticeContext, config: RealmConfig, userId: string): readonly OtpChannel[] {
  const { realm } = config;
  const byApp = realm === 'ecp' && hasAuthenticator(context, { realm, userId });
  const byMail = (findUser(context.database, realm, userId)?.email ?? null) !== null;
  return [...(byApp ? (['app'] as const) : []), ...(byMail ? (['email'] as const) : [])];
}

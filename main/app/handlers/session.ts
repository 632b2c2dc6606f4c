import type { sessionCalls } from '../../../shared/contract/session.ts';
import { ok } from '../../../shared/lib/result.ts';
import type { SessionService } from '../../session/session-service.ts';
import type { Handlers } from './handlers.ts';

/** Log in, keep alive and log out, in both realms. */
export function sessionHandlers(sessions: SessionService): Handlers<keyof typeof sessionCalls> {
  return {
    'session/state': () => ok(sessions.state()),
    'session/begin': (input) => sessions.begin(input),
    'session/submitOtp': (input) => sessions.submitOtp(input),
    'session/resendOtp': ({ realm }) => sessions.resendOtp(realm),
    'session/cancel': ({ realm }) => sessions.cancel(realm),
    'session/extend': ({ realm }) => sessions.extend(realm),
    'session/logOut': ({ realm }) => sessions.logOut(realm),
    'session/remembered': async ({ realm }) => {
      const userId = await sessions.rememberedUserId(realm);
      return userId.ok ? ok({ userId: userId.value }) : userId;
    },
    'session/forget': async ({ realm }) => {
      const forgotten = await sessions.forgetUserId(realm);
      return forgotten.ok ? ok({}) : forgotten;
    },
  };
}

import type { sessionCalls } from '../../../shared/contract/session.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import type { PolicyService } from '../../policy/policy.ts';
import type { SessionService } from '../../session/session-service.ts';
import type { Handlers } from './handlers.ts';

/** Log in, keep alive and log out, in both realms. What the transition policy forbids at CCMS does not even begin. */
export function sessionHandlers(
  sessions: SessionService,
  policy: Pick<PolicyService, 'refusalOf'>,
): Handlers<keyof typeof sessionCalls> {
  return {
    'session/state': () => ok(sessions.state()),
    'session/begin': async (input) => {
      const refusal = input.realm === 'ccms' ? await policy.refusalOf('2fa') : null;
      return refusal === null ? sessions.begin(input) : err(refusal);
    },
    'session/submitOtp': (input) => sessions.submitOtp(input),
    'session/resendOtp': ({ realm }) => sessions.resendOtp(realm),
    'session/chooseChannel': (input) => sessions.chooseChannel(input),
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

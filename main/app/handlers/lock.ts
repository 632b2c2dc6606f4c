import type { CallName } from '../../../shared/contract/index.ts';
import type { lockCalls } from '../../../shared/contract/lock.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import type { LockService } from '../../lock/lock-service.ts';
import type { PolicyService } from '../../policy/policy.ts';
import type { Handlers } from './handlers.ts';

/** What the lock screen and the bars around it need; every other call answers `locked` while the terminal is. */
export const allowedWhileLocked: ReadonlySet<CallName> = new Set([
  'lock/state',
  'lock/lock',
  'lock/proofs',
  'lock/begin',
  'lock/beginCard',
  'lock/submitOtp',
  'lock/resendOtp',
  'lock/chooseChannel',
  'lock/cancel',
  'lock/logOut',
  // The status bar stays true, the words stay in the operator's language, and the OTP of a practice arrives in its mailbox.
  'session/state',
  'card/state',
  'terminal/status',
  'settings/get',
  'practice/open',
]);

/** Locking and unlocking the terminal; a card unlocks only where it may log in, so that no try of its PIN is used in vain. */
export function lockHandlers(
  lock: LockService,
  policy: Pick<PolicyService, 'refusalOf'>,
): Handlers<keyof typeof lockCalls> {
  const { unlocking } = lock;
  return {
    'lock/state': () => ok(lock.state()),
    'lock/lock': () => {
      lock.lock('operator');
      return ok(lock.state());
    },
    'lock/present': () => {
      lock.present();
      return ok({});
    },
    'lock/proofs': () => ok(unlocking.state()),
    'lock/begin': (input) => unlocking.begin(input),
    'lock/beginCard': async ({ realm: _, ...login }) => {
      const refusal = await policy.refusalOf('smart-card');
      return refusal === null ? unlocking.beginCard(login) : err(refusal);
    },
    'lock/submitOtp': (input) => unlocking.submitOtp(input),
    'lock/resendOtp': ({ realm }) => unlocking.resendOtp(realm),
    'lock/chooseChannel': (input) => unlocking.chooseChannel(input),
    'lock/cancel': ({ realm }) => unlocking.cancel(realm),
    'lock/logOut': async () => {
      await lock.logOut();
      return ok(lock.state());
    },
  };
}

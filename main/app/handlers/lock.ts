import type { CallName } from '../../../shared/contract/index.ts';
import type { lockCalls } from '../../../shared/contract/lock.ts';
import { ok } from '../../../shared/lib/result.ts';
import type { LockService } from '../../lock/lock-service.ts';
import type { Handlers } from './handlers.ts';

/** What the lock screen and the bars around it need; every other call answers `locked` while the terminal is. */
export const allowedWhileLocked: ReadonlySet<CallName> = new Set([
  'lock/state',
  'lock/lock',
  'lock/proofs',
  'lock/begin',
  'lock/submitOtp',
  'lock/resendOtp',
  'lock/chooseChannel',
  'lock/cancel',
  'lock/logOut',
  // The status bar stays true, the words stay in the operator's language, and the OTP of a practice arrives in its mailbox.
  'session/state',
  'terminal/status',
  'settings/get',
  'practice/open',
]);

/** Locking and unlocking the terminal. */
export function lockHandlers(lock: LockService): Handlers<keyof typeof lockCalls> {
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

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLockService } from '../../../../main/lock/create-lock-service.ts';
import type { LockService } from '../../../../main/lock/lock-service.ts';
import type { RealmState, Sessions } from '../../../../shared/contract/session.ts';
import { ok } from '../../../../shared/lib/result.ts';
import { type HeldClock, holdClock } from '../../../helpers/held-clock.ts';
import { loggedIn, loggedOutSessions } from '../../../helpers/renderer-samples.ts';

const cardRemoved: RealmState = { kind: 'logged-out', realm: 'ccms', reason: 'card-removed' };

let clock: HeldClock;
let now: Sessions;
let tell: (state: Sessions) => void;
let lock: LockService;

function become(change: Partial<Sessions>): void {
  now = { ...now, ...change };
  tell(now);
}

beforeEach(() => {
  clock = holdClock();
  now = loggedOutSessions();
  const proved = ok(loggedIn('ecp'));
  lock = createLockService({
    clock,
    longestMinutes: null,
    chosen: () => 10,
    sessions: {
      state: () => now,
      subscribe: (listener) => {
        tell = listener;
        return () => undefined;
      },
      logOut: async () => ok(now.ccms),
      proofs: {
        state: (realm) => loggedOutSessions()[realm],
        begin: async () => proved,
        beginCard: async () => ok(loggedIn('ccms')),
        submitOtp: async () => proved,
        resendOtp: async () => proved,
        chooseChannel: async () => proved,
        cancel: () => undefined,
      },
    },
  });
});
afterEach(() => lock.close());

describe('a card that is taken along', () => {
  it('locks when another session of the operator is open; only that one unlocks', async () => {
    become({ ccms: loggedIn('ccms', clock.now() + 900_000), ecp: loggedIn('ecp', clock.now() + 900_000) });
    become({ ccms: cardRemoved });
    expect(lock.state()).toMatchObject({
      kind: 'locked',
      reason: 'card',
      holders: [{ realm: 'ecp', userId: 'CHANTM' }],
    });
    const login = { userId: 'CHANTM', password: 'p', remember: false };
    expect(await lock.unlocking.begin({ realm: 'ccms', ...login })).toMatchObject({
      error: { code: 'unlock-wrong-user' },
    });
    expect((await lock.unlocking.begin({ realm: 'ecp', ...login })).ok).toBe(true);
    expect(lock.state().kind).toBe('unlocked');
    // The news of the same removal again locks nobody out.
    become({ offsetMs: 1 });
    expect(lock.state().kind).toBe('unlocked');
  });

  it('unlocks by card only where somebody was logged in to CCMS', async () => {
    const login = { certificateId: 'f'.repeat(64), pin: '123456', confirmFinalTry: false };
    become({ ecp: loggedIn('ecp', clock.now() + 900_000) });
    lock.lock('operator');
    expect(await lock.unlocking.beginCard(login)).toMatchObject({ error: { code: 'unlock-wrong-user' } });
    expect(lock.state().kind).toBe('locked');
  });

  it('does not lock when nobody is logged in any more', () => {
    become({ ccms: loggedIn('ccms', clock.now() + 900_000) });
    become({ ccms: cardRemoved });
    expect(lock.state().kind).toBe('unlocked');
  });
});

describe('when it locks by itself', () => {
  it('does so well before the shortest idle limit of the open sessions', () => {
    become({ ccms: loggedIn('ccms', clock.now() + 900_000), ecp: loggedIn('ecp', clock.now() + 300_000) });
    clock.pass(180_000 - 1);
    expect(lock.refusal()).toBeNull();
    clock.pass(1);
    expect(lock.refusal()).toMatchObject({ code: 'locked', retry: 'after-login' });
  });

  it('counts from the log-in, however long nobody had touched the terminal before', () => {
    clock.pass(3_600_000);
    expect(lock.refusal()).toBeNull();
    become({ ccms: loggedIn('ccms', clock.now() + 900_000) });
    expect(lock.refusal()).toBeNull();
    clock.pass(600_000);
    expect(lock.state().kind).toBe('unlocked');
    lock.lock('operator');
    expect(lock.state()).toMatchObject({ reason: 'idle' });
  });
});

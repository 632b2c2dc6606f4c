import { appError } from '../../shared/contract/errors.ts';
import type { LockAfter, LockReason, LockState } from '../../shared/contract/lock.ts';
import type { Realm, RealmState, Sessions } from '../../shared/contract/session.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { lockAfterMs, lockChoices } from '../../shared/model/lock-after.ts';
import type { SessionService } from '../session/session-service.ts';
import { bothRealms, type Holder, holdersIn, watchIdleLimits } from './holders.ts';
import type { LockService } from './lock-service.ts';
import { watchAbsence } from './watch-absence.ts';

export interface LockOptions {
  readonly sessions: Pick<SessionService, 'state' | 'subscribe' | 'logOut' | 'proofs'>;
  /** The clock of this PC. */
  readonly clock: Clock;
  /** The profile's bound in minutes; null: the operator may switch the lock off. */
  readonly longestMinutes: number | null;
  readonly chosen: () => LockAfter;
}

interface Shut {
  readonly reason: LockReason;
  readonly since: number;
  readonly holders: readonly Holder[];
}

function proofsAsSessions({ proofs, state }: LockOptions['sessions']): Sessions {
  return { ccms: proofs.state('ccms'), ecp: proofs.state('ecp'), offsetMs: state().offsetMs };
}

function wasCardRemoved({ ccms }: Sessions): boolean {
  return ccms.kind === 'logged-out' && ccms.reason === 'card-removed';
}

/** The lock itself: open or shut, and who was there. */
function createBolt({ sessions, clock, longestMinutes, chosen }: LockOptions) {
  const listeners = new Set<(state: LockState) => void>();
  const idle = watchIdleLimits(clock);
  let shut: Shut | null = null;
  let present: readonly Holder[] = [];
  let knewOfRemoval = false;

  function state(): LockState {
    if (shut === null) return { kind: 'unlocked', choices: lockChoices(longestMinutes) };
    const { reason, since, holders } = shut;
    return { kind: 'locked', reason, since, holders: [...holders], proofs: proofsAsSessions(sessions) };
  }

  const bolt = {
    listeners,
    state,
    holderOf: (realm: Realm): Holder | null => shut?.holders.find((each) => each.realm === realm) ?? null,
    isShut: () => shut !== null,
    publish: () => listeners.forEach((listener) => void listener(state())),
    close(reason: LockReason): void {
      if (shut !== null || present.length === 0) return;
      shut = { reason, since: Math.max(0, Math.round(clock.now())), holders: present };
      bolt.publish();
    },
    open(): void {
      for (const realm of bothRealms) sessions.proofs.cancel(realm);
      absence.present();
      shut = null;
      bolt.publish();
    },
    follow(now: Sessions): void {
      // A sleep that ended the sessions too is noticed while it is still known who was there.
      absence.look();
      const before = present.length;
      present = holdersIn(now);
      // Whoever takes their card along has left; the session that it opened is over already, another one of theirs is not.
      if (wasCardRemoved(now) && !knewOfRemoval) bolt.close('card');
      knewOfRemoval = wasCardRemoved(now);
      idle.see(now);
      if (present.length > before) absence.present();
      if (shut !== null) bolt.publish();
    },
  };
  const absence = watchAbsence({
    clock,
    limitMs: () => {
      const isOff = shut !== null || present.length === 0;
      return isOff ? null : lockAfterMs(chosen(), longestMinutes, idle.shortest());
    },
    onAbsent: bolt.close,
  });
  return { ...bolt, absence };
}
type Bolt = ReturnType<typeof createBolt>;

/** The steps of unlocking. Whoever is no holder is refused before anything is sent. */
function createUnlocking(sessions: LockOptions['sessions'], bolt: Bolt): LockService['unlocking'] {
  const { proofs } = sessions;
  async function take(answer: Promise<Result<RealmState>>): Promise<Result<RealmState>> {
    const result = await answer;
    if (result.ok && result.value.kind === 'logged-in') bolt.open();
    return result;
  }
  return {
    state: () => proofsAsSessions(sessions),
    begin: async ({ realm, userId, password }) =>
      bolt.holderOf(realm)?.userId === userId
        ? take(proofs.begin({ realm, userId, password }))
        : err(appError('unlock-wrong-user')),
    beginCard: async (login) => {
      const holder = bolt.holderOf('ccms');
      return holder ? take(proofs.beginCard(holder.userId, login)) : err(appError('unlock-wrong-user'));
    },
    submitOtp: (input) => take(proofs.submitOtp(input)),
    resendOtp: (realm) => take(proofs.resendOtp(realm)),
    chooseChannel: (input) => take(proofs.chooseChannel(input)),
    cancel: async (realm) => {
      proofs.cancel(realm);
      return ok(proofs.state(realm));
    },
  };
}

/** Makes the lock, open. */
export function createLockService(options: LockOptions): LockService {
  const { sessions } = options;
  const bolt = createBolt(options);
  bolt.follow(sessions.state());
  const unsubscribe = sessions.subscribe(bolt.follow);

  return {
    state: bolt.state,
    lock: (reason) => {
      bolt.absence.look();
      bolt.close(reason);
    },
    present: bolt.absence.present,
    refusal: () => {
      bolt.absence.look();
      return bolt.isShut() ? appError('locked', { retry: 'after-login' }) : null;
    },
    unlocking: createUnlocking(sessions, bolt),
    logOut: async () => {
      await Promise.all(bothRealms.map((realm) => sessions.logOut(realm)));
      bolt.open();
    },
    subscribe: (listener) => {
      bolt.listeners.add(listener);
      return () => bolt.listeners.delete(listener);
    },
    close: () => {
      unsubscribe();
      bolt.absence.stop();
    },
  };
}

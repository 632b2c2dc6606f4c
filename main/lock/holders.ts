import type { Locked } from '../../shared/contract/lock.ts';
import type { Realm, Sessions } from '../../shared/contract/session.ts';
import type { Clock } from '../../shared/lib/clock.ts';

export type Holder = Locked['holders'][number];

export const bothRealms = ['ccms', 'ecp'] as const satisfies readonly Realm[];

/** Who is logged in, and where. */
export function holdersIn(sessions: Sessions): readonly Holder[] {
  return bothRealms.flatMap((realm) => {
    const state = sessions[realm];
    if (state.kind !== 'logged-in') return [];
    const { userId, displayName, method } = state;
    return [{ realm, userId, displayName, method }];
  });
}

/** The shortest time in ms in which an open session ends unused: as long as it was seen to be when it was renewed. */
export function watchIdleLimits(clock: Clock) {
  const seen: Record<Realm, number | null> = { ccms: null, ecp: null };
  return {
    see(sessions: Sessions): void {
      for (const realm of bothRealms) {
        const state = sessions[realm];
        seen[realm] = state.kind === 'logged-in' ? Math.max(seen[realm] ?? 0, state.idleEndsAt - clock.now()) : null;
      }
    },
    shortest: () => Math.min(...Object.values(seen).map((limit) => limit ?? Number.POSITIVE_INFINITY)),
  };
}

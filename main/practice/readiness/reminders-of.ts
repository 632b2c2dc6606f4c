import type { Reminder } from '../../../shared/contract/session.ts';
import { hongKongDay } from '../../../shared/model/input-date.ts';
import { hasAuthenticator } from '../authenticator/authenticator-store.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import type { UserRecord } from '../store/users.ts';
import { directoryEntry } from './directory.ts';

function cardReminders(context: PracticeContext, user: UserRecord): readonly Reminder[] {
  const { cardValidUntil } = directoryEntry(context, user);
  const cutOver = hongKongDay(context.policy.present().issue.dates.twoFactorOnly);
  const today = hongKongDay(context.clock.now());
  // After the cut-over no card is of use, so nobody is sent for a new one.
  if (cardValidUntil === null || !user.methods.includes('smart-card') || today >= cutOver) return [];
  if (cardValidUntil < today) return ['card-expired'];
  return cardValidUntil < cutOver ? ['card-expiring'] : [];
}

/** What a user is told with the session: the app belongs to Client Connect, the address and the card to CCMS. */
export function remindersOf(context: PracticeContext, user: UserRecord): readonly Reminder[] {
  const { realm, userId } = user;
  if (realm === 'ecp') return hasAuthenticator(context, { realm, userId }) ? [] : ['app-not-enrolled'];
  return [...(user.email === null ? (['email-not-registered'] as const) : []), ...cardReminders(context, user)];
}

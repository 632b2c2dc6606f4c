import type { Profile } from '../profile/profile.ts';
import { createSmartCard } from '../smartcard/create-smart-card.ts';
import { noSmartCard } from '../smartcard/no-smart-card.ts';
import type { SmartCard } from '../smartcard/smart-card.ts';
import type { SpawnCard } from './fork-card.ts';

/** The card reader of this installation; none without a module in the profile, or a host that starts the card process. */
export function createCard(profile: Profile, spawn: SpawnCard | undefined): SmartCard {
  const module = profile.smartCard ?? null;
  return spawn && module ? createSmartCard({ module, spawn }) : noSmartCard();
}

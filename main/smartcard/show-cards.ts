import type { CardState } from '../../shared/contract/card.ts';
import type { CardReply, FoundCard } from './card-messages.ts';
import type { CardCertificate } from './smart-card.ts';

type Seen = Extract<CardReply, { kind: 'seen' }>;

/** The state that a look has found, as the page may see it. */
export function showCards(seen: Seen, hadCard: boolean): CardState {
  if (seen.readers === 0) return { kind: 'no-reader' };
  if (seen.cards.length === 0) return { kind: 'no-card', removed: hadCard };
  const cards = seen.cards.map((card) => ({
    ...card,
    certificates: card.certificates.map(({ der: _, algorithms, ...shown }) => ({
      ...shown,
      usable: algorithms.length > 0,
    })),
  }));
  return { kind: 'present', cards };
}

/** Finds a certificate by its ID. */
export function findCertificate(cards: readonly FoundCard[], certificateId: string): CardCertificate | null {
  for (const { tokenSerial, certificates } of cards) {
    const found = certificates.find((each) => each.certificateId === certificateId);
    if (found) {
      const { der, validFrom, validUntil, algorithms } = found;
      return { der, tokenSerial, validFrom, validUntil, algorithms };
    }
  }
  return null;
}

import type { Card, CardState, ShownCertificate } from '../../shared/contract/card.ts';

/** A certificate that can be chosen, with the card that holds it. */
export interface CardChoice {
  readonly card: Card;
  readonly certificate: ShownCertificate;
}

/** Every certificate of every card that is in a reader. */
export function cardChoices(state: CardState | null): readonly CardChoice[] {
  if (state?.kind !== 'present') return [];
  return state.cards.flatMap((card) => card.certificates.map((certificate) => ({ card, certificate })));
}

/** What the operator chose; without a choice the only usable certificate, and none when there are several. */
export function chosenCertificate(choices: readonly CardChoice[], chosenId: string | null): CardChoice | null {
  const usable = choices.filter(({ certificate }) => certificate.usable);
  const wanted = usable.find(({ certificate }) => certificate.certificateId === chosenId);
  return wanted ?? (usable.length === 1 ? (usable[0] ?? null) : null);
}

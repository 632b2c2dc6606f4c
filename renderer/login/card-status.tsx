import { CreditCard } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CardState } from '../../shared/contract/card.ts';
import { cardChoices } from './card-choices.ts';

/** What is in the reader, in words. It is read out as it changes, since nobody presses anything for it. */
export function CardStatus({ state }: { readonly state: CardState | null }) {
  const { t } = useTranslation('card');
  const words = () => {
    if (state === null) return t('state.starting');
    if (state.kind === 'module-failed') return t(`module.${state.fault}`);
    if (state.kind === 'no-card') return t(state.removed ? 'state.removed' : 'state.no-card');
    if (state.kind !== 'present') return t(`state.${state.kind}`);
    if (!cardChoices(state).some(({ certificate }) => certificate.usable)) return t('state.no-certificate');
    return state.cards.map((card) => t('card', { ...card, serial: card.tokenSerial })).join(' · ');
  };
  return (
    <p className="card-status" role="status">
      <CreditCard aria-hidden size={16} /> {words()}
    </p>
  );
}

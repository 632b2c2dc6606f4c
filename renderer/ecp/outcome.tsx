import { CircleCheck, CircleHelp, CircleX, Hourglass, OctagonX, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Submission } from '../../shared/contract/submission.ts';

const signs = {
  checked: Hourglass,
  sending: RotateCw,
  sent: Hourglass,
  confirmed: CircleCheck,
  refused: OctagonX,
  failed: CircleX,
  'in-doubt': CircleHelp,
} as const;

/** The state of a submission by sign, word and colour, never by colour alone. */
export function Outcome({ state }: { readonly state: Submission['state'] }) {
  const { t } = useTranslation('submission');
  const Sign = signs[state];
  return (
    <span className={`outcome outcome-${state}`}>
      <Sign aria-hidden size={14} />
      {t(`state.${state}`)}
    </span>
  );
}

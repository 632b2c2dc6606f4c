import { CircleCheck, CircleHelp, CircleX, Replace } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ActivityRow } from '../../shared/contract/activity.ts';

const signs = { matched: CircleCheck, differs: CircleX, replaced: Replace, unknown: CircleHelp } as const;

/** What we think of a file that the exchange holds, by sign, word and colour. */
export function Verdict({ verdict }: { readonly verdict: ActivityRow['verdict'] }) {
  const { t } = useTranslation('activity');
  const Sign = signs[verdict];
  return (
    <span className={`outcome verdict-${verdict}`}>
      <Sign aria-hidden size={14} />
      {t(`verdict.${verdict}`)}
    </span>
  );
}

import { Ban, CircleCheck, CircleSlash, CircleX, Hourglass, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DiagnosticStageResult } from '../../shared/contract/diagnostics.ts';

const signs = {
  waiting: Hourglass,
  running: RotateCw,
  passed: CircleCheck,
  failed: CircleX,
  skipped: CircleSlash,
  cancelled: Ban,
} as const;

/** What became of a stage by sign, word and colour, with the time that it took. */
export function StageMark({ stage }: { readonly stage: DiagnosticStageResult }) {
  const { t } = useTranslation('diagnostics');
  const Sign = signs[stage.outcome];
  return (
    <span className="stage-mark">
      <span className={`outcome stage-${stage.outcome}`}>
        <Sign aria-hidden size={14} />
        {t(`outcome.${stage.outcome}`)}
      </span>
      {stage.ms !== null && stage.outcome !== 'skipped' && (
        <span className="muted tabular">{t('ms', { ms: stage.ms })}</span>
      )}
    </span>
  );
}

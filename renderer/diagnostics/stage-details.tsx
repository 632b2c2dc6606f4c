import { useTranslation } from 'react-i18next';
import type { DiagnosticStageResult } from '../../shared/contract/diagnostics.ts';
import { type FailureReason, isFailure, whoActs } from '../../shared/model/diagnostic-reasons.ts';
import { diagnosticDetails } from '../../shared/model/diagnostics-text.ts';
import { useTerminalState } from '../settings/terminal-feature.ts';
import { StageMark } from './stage-mark.tsx';

interface StageDetailsProps {
  readonly stage: DiagnosticStageResult;
  /** What was seen is left out where nothing failed. */
  readonly brief?: boolean;
}

/** One stage in words: what was seen, and after a failure what it means, who should act and how. */
export function StageDetails({ stage, brief = false }: StageDetailsProps) {
  const { t } = useTranslation('diagnostics');
  const { reason, details, outcome } = stage;
  const seen = brief && outcome !== 'failed' ? [] : diagnosticDetails(details);
  return (
    <li className="stage-details">
      <p className="stage-head">
        <strong>{t(`stage.${stage.stage}`)}</strong> <StageMark stage={stage} />
        {reason !== null && <span>{t(`says.${reason}`)}</span>}
      </p>
      {reason !== null && isFailure(reason) && <FailureWords reason={reason} />}
      {seen.length > 0 && (
        <dl className="facts stage-facts">
          {seen.map(([key, value]) => (
            <div key={key}>
              <dt>{t(`detail.${key}`)}</dt>
              <dd>
                <code>{value}</code>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

function FailureWords({ reason }: { readonly reason: FailureReason }) {
  const { t } = useTranslation('diagnostics');
  const help = useTerminalState(({ status }) => status?.help ?? null);
  const places = { hotline: help?.hotline ?? '', email: help?.email ?? '' };
  return (
    <dl className="facts stage-failure">
      <dt>{t('meansLabel')}</dt>
      <dd>{t(`means.${reason}`)}</dd>
      <dt>{t('actorLabel')}</dt>
      <dd>
        <strong>{t(`actor.${whoActs(reason)}`, places)}</strong>
      </dd>
      <dt>{t('nextLabel')}</dt>
      <dd>{t(`next.${reason}`)}</dd>
    </dl>
  );
}

import { useTranslation } from 'react-i18next';
import type { DiagnosticRun } from '../../shared/contract/diagnostics.ts';
import { Notice, type Tone } from '../ui/notice.tsx';

const tones: Readonly<Record<DiagnosticRun['outcome'], Tone>> = {
  running: 'info',
  passed: 'success',
  failed: 'danger',
  cancelled: 'warning',
};

/** How it ended, and at once what failed where. */
export function RunResult({ run }: { readonly run: DiagnosticRun }) {
  const { t } = useTranslation('diagnostics');
  return (
    <Notice tone={tones[run.outcome]}>
      <strong>{t(run.scope === 'sftp' ? `sftpTest.result.${run.outcome}` : `result.${run.outcome}`)}</strong>
      <ul>
        {run.endpoints.flatMap(({ id, stages }) =>
          stages.map(
            ({ stage, outcome, reason }) =>
              outcome === 'failed' &&
              reason !== null && (
                <li key={`${id} ${stage}`}>
                  {t('failure', { server: t(`endpoint.${id}`), says: t(`says.${reason}`) })}
                </li>
              ),
          ),
        )}
      </ul>
    </Notice>
  );
}

import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../ui/format.ts';
import { useDiagnosticsState } from './diagnostics-feature.ts';
import { EndpointTable } from './endpoint-table.tsx';
import { RunHead } from './run-head.tsx';

/** The connectivity check: can be used by anybody, before any log-in. */
export function DiagnosticsScreen() {
  const { t } = useTranslation('diagnostics');
  const run = useDiagnosticsState((state) => state.run);
  return (
    <section className="screen diagnostics-screen" aria-labelledby="diagnostics-title">
      <header className="screen-header">
        <h1 id="diagnostics-title">{t('title')}</h1>
        <span className="muted">
          {run ? t('lastRun', { time: formatDateTime(run.finishedAt ?? run.startedAt) }) : t('neverRun')}
        </span>
      </header>
      <p className="screen-intro">{t('intro')}</p>
      <RunHead variant="primary" start={t('start')} again={t('again')} />
      {run && <EndpointTable endpoints={run.endpoints} />}
    </section>
  );
}

import { Play, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DiagnosticRun } from '../../shared/contract/diagnostics.ts';
import { Button } from '../ui/button.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { formatDateTime } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { cancelDiagnostics, startDiagnostics } from './diagnostics-actions.ts';
import { useDiagnostics, useDiagnosticsState } from './diagnostics-feature.ts';
import { EndpointTable } from './endpoint-table.tsx';
import { RunResult } from './run-result.tsx';
import { SaveReport } from './save-report.tsx';

/** The connectivity check: can be used by anybody, before any log-in. */
export function DiagnosticsScreen() {
  const { t } = useTranslation('diagnostics');
  const run = useDiagnosticsState((state) => state.run);
  const error = useDiagnosticsState((state) => state.error);
  return (
    <section className="screen diagnostics-screen" aria-labelledby="diagnostics-title">
      <header className="screen-header">
        <h1 id="diagnostics-title">{t('title')}</h1>
        <span className="muted tabular">
          {run ? t('lastRun', { time: formatDateTime(run.finishedAt ?? run.startedAt) }) : t('neverRun')}
        </span>
      </header>
      <p className="screen-intro">{t('intro')}</p>
      <Actions run={run} />
      <div role="status">{run && <RunResult run={run} />}</div>
      {error && (
        <Notice tone="danger" announce>
          <ErrorWords error={error} />
        </Notice>
      )}
      {run && <EndpointTable endpoints={run.endpoints} />}
    </section>
  );
}

function Actions({ run }: { readonly run: DiagnosticRun | null }) {
  const { t } = useTranslation('diagnostics');
  const feature = useDiagnostics();
  const asking = useDiagnosticsState((state) => state.asking);
  const running = run?.outcome === 'running';
  return (
    <div className="form-actions">
      <Button
        variant="primary"
        busy={asking || running}
        icon={<Play aria-hidden size={14} />}
        onPress={() => void startDiagnostics(feature)}
      >
        {t(run ? 'again' : 'start')}
      </Button>
      {running && (
        <Button icon={<X aria-hidden size={14} />} onPress={() => void cancelDiagnostics(feature)}>
          {t('cancel')}
        </Button>
      )}
      {run && !running && <SaveReport run={run} />}
    </div>
  );
}

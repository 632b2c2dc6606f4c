import { Download, Play, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DiagnosticRun } from '../../shared/contract/diagnostics.ts';
import { type DiagnosticWords, diagnosticsText } from '../../shared/model/diagnostics-text.ts';
import { Button } from '../ui/button.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { formatDateTime } from '../ui/format.ts';
import { Notice, type Tone } from '../ui/notice.tsx';
import { saveText } from '../ui/save-text.ts';
import { cancelDiagnostics, startDiagnostics } from './diagnostics-actions.ts';
import { useDiagnostics, useDiagnosticsState } from './diagnostics-feature.ts';
import { EndpointTable } from './endpoint-table.tsx';
import { reportName } from './report-name.ts';

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
      <div role="status">{run && <Result run={run} />}</div>
      {error && (
        <Notice tone="danger" announce>
          <ErrorWords error={error} />
        </Notice>
      )}
      {run && <EndpointTable endpoints={run.endpoints} />}
    </section>
  );
}

const tones: Readonly<Record<DiagnosticRun['outcome'], Tone>> = {
  running: 'info',
  passed: 'success',
  failed: 'danger',
  cancelled: 'warning',
};

/** How it ended, and at once what failed where. */
function Result({ run }: { readonly run: DiagnosticRun }) {
  const { t } = useTranslation('diagnostics');
  return (
    <Notice tone={tones[run.outcome]}>
      <strong>{t(`result.${run.outcome}`)}</strong>
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

/** The report as a person reads it, in the language of the screen, and as a program does. */
function SaveReport({ run }: { readonly run: DiagnosticRun }) {
  const { t } = useTranslation('diagnostics');
  // The report's keys are put together, which the typed words cannot follow; a test holds every reason to have its words.
  const words = t as unknown as DiagnosticWords;
  const icon = <Download aria-hidden size={14} />;
  const name = (ending: 'txt' | 'json') => reportName(run.startedAt, ending);
  return (
    <>
      <Button
        icon={icon}
        onPress={() => saveText({ name: name('txt'), text: diagnosticsText(run, words), type: 'text/plain' })}
      >
        {t('saveText')}
      </Button>
      <Button
        icon={icon}
        onPress={() =>
          saveText({ name: name('json'), text: `${JSON.stringify(run, null, 2)}\n`, type: 'application/json' })
        }
      >
        {t('saveJson')}
      </Button>
    </>
  );
}

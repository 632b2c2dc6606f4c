import { ChevronDown, ChevronRight, Play, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DiagnosticEndpoint, DiagnosticRun } from '../../shared/contract/diagnostics.ts';
import { cancelDiagnostics, startDiagnostics, unfold } from '../diagnostics/diagnostics-actions.ts';
import { DiagnosticsProvider, useDiagnostics, useDiagnosticsState } from '../diagnostics/diagnostics-feature.ts';
import { RunResult } from '../diagnostics/run-result.tsx';
import { SaveReport } from '../diagnostics/save-report.tsx';
import { StageDetails } from '../diagnostics/stage-details.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { formatDateTime } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { useSftp } from './sftp-feature.ts';

/** The connection test in place: both servers, stage by stage, while it runs. */
export function ConnectionTest() {
  const { test } = useSftp();
  return (
    <DiagnosticsProvider value={test}>
      <Panel />
    </DiagnosticsProvider>
  );
}

function Panel() {
  const { t } = useTranslation('diagnostics');
  const { run, error } = useDiagnosticsState(({ run, error }) => ({ run, error }));
  return (
    <section className="settings-group" aria-labelledby="sftp-test">
      <h2 id="sftp-test">{t('sftpTest.title')}</h2>
      <p className="muted">{t('sftpTest.intro')}</p>
      <Actions run={run} />
      <div role="status">{run && <RunResult run={run} />}</div>
      {error && (
        <Notice tone="danger" announce>
          <ErrorWords error={error} />
        </Notice>
      )}
      {run?.endpoints.map((endpoint) => (
        <Server key={endpoint.id} endpoint={endpoint} />
      ))}
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
        busy={asking || running}
        icon={<Play aria-hidden size={14} />}
        onPress={() => void startDiagnostics(feature)}
      >
        {t(run ? 'sftpTest.again' : 'sftpTest.start')}
      </Button>
      {running && (
        <Button icon={<X aria-hidden size={14} />} onPress={() => void cancelDiagnostics(feature)}>
          {t('cancel')}
        </Button>
      )}
      {run && !running && <SaveReport run={run} />}
      <span className="muted tabular">
        {run ? t('sftpTest.last', { time: formatDateTime(run.finishedAt ?? run.startedAt) }) : t('sftpTest.never')}
      </span>
    </div>
  );
}

/** One server: each stage in a line; what was seen there too when it is unfolded, and always after a failure. */
function Server({ endpoint }: { readonly endpoint: DiagnosticEndpoint }) {
  const { t } = useTranslation('diagnostics');
  const feature = useDiagnostics();
  const { id, address, stages } = endpoint;
  const open = useDiagnosticsState(({ unfolded }) => unfolded[id] ?? false);
  const server = t(`endpoint.${id}`);
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <section className="sftp-test-server" aria-label={server}>
      <h3>
        <Button
          variant="quiet"
          aria-expanded={open}
          aria-label={t('sftpTest.show', { server })}
          onPress={() => unfold(feature, id, !open)}
          icon={<Chevron aria-hidden size={14} />}
        >
          {server}
        </Button>
        <code>{address}</code>
      </h3>
      <ol className="sftp-test-stages">
        {stages.map((stage) => (
          <StageDetails key={stage.stage} stage={stage} brief={!open} />
        ))}
      </ol>
    </section>
  );
}

import { ChevronDown, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DiagnosticEndpoint } from '../../shared/contract/diagnostics.ts';
import { unfold } from '../diagnostics/diagnostics-actions.ts';
import { DiagnosticsProvider, useDiagnostics, useDiagnosticsState } from '../diagnostics/diagnostics-feature.ts';
import { RunHead } from '../diagnostics/run-head.tsx';
import { StageDetails } from '../diagnostics/stage-details.tsx';
import { Button } from '../ui/button.tsx';
import { formatDateTime } from '../ui/format.ts';
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
  const run = useDiagnosticsState((state) => state.run);
  return (
    <section className="settings-group" aria-labelledby="sftp-test">
      <h2 id="sftp-test">{t('sftpTest.title')}</h2>
      <p className="muted">{t('sftpTest.intro')}</p>
      <RunHead start={t('sftpTest.start')} again={t('sftpTest.again')}>
        <span className="muted">
          {run ? t('sftpTest.last', { time: formatDateTime(run.finishedAt ?? run.startedAt) }) : t('sftpTest.never')}
        </span>
      </RunHead>
      {run?.endpoints.map((endpoint) => (
        <Server key={endpoint.id} endpoint={endpoint} />
      ))}
    </section>
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

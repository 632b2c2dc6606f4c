import { ChevronDown, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type DiagnosticEndpoint, type DiagnosticStage, diagnosticStages } from '../../shared/contract/diagnostics.ts';
import { Button } from '../ui/button.tsx';
import { unfold } from './diagnostics-actions.ts';
import { useDiagnostics, useDiagnosticsState } from './diagnostics-feature.ts';
import { StageDetails } from './stage-details.tsx';
import { StageMark } from './stage-mark.tsx';

/** Servers down, stages across. The columns are those of HTTPS; SFTP has the same in another order. */
export function EndpointTable({ endpoints }: { readonly endpoints: readonly DiagnosticEndpoint[] }) {
  const { t } = useTranslation('diagnostics');
  return (
    <div className="table-scroll">
      <table className="table diagnostics-table" aria-label={t('tableLabel')}>
        <thead>
          <tr>
            <th scope="col">{t('server')}</th>
            {diagnosticStages.map((stage) => (
              <th key={stage} scope="col">
                {t(`stage.${stage}`)}
              </th>
            ))}
          </tr>
        </thead>
        {endpoints.map((endpoint) => (
          <EndpointRows key={endpoint.id} endpoint={endpoint} />
        ))}
      </table>
    </div>
  );
}

function stageCell(endpoint: DiagnosticEndpoint, id: DiagnosticStage) {
  const stage = endpoint.stages.find((one) => one.stage === id);
  return <td key={id}>{stage && <StageMark stage={stage} />}</td>;
}

/** One server: its stages in a row, and below them, when it is unfolded or has failed, each in words. */
function EndpointRows({ endpoint }: { readonly endpoint: DiagnosticEndpoint }) {
  const { t } = useTranslation('diagnostics');
  const feature = useDiagnostics();
  const { id, address, stages } = endpoint;
  const failed = stages.some(({ outcome }) => outcome === 'failed');
  const open = useDiagnosticsState(({ unfolded }) => unfolded[id] ?? failed);
  const server = t(`endpoint.${id}`);
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <tbody className={failed ? 'endpoint-failed' : undefined}>
      <tr>
        <th scope="row" className="endpoint-cell">
          <Button
            variant="quiet"
            aria-expanded={open}
            aria-label={t('unfold', { server })}
            onPress={() => unfold(feature, id, !open)}
            icon={<Chevron aria-hidden size={14} />}
          >
            {server}
          </Button>
          <code className="row-note">{address}</code>
        </th>
        {diagnosticStages.map((stage) => stageCell(endpoint, stage))}
      </tr>
      {open && (
        <tr className="endpoint-details">
          <td colSpan={diagnosticStages.length + 1}>
            <ul>
              {stages.map((stage) => (
                <StageDetails key={stage.stage} stage={stage} />
              ))}
            </ul>
          </td>
        </tr>
      )}
    </tbody>
  );
}

import { Play, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { Notice } from '../ui/notice.tsx';
import { cancelDiagnostics, startDiagnostics } from './diagnostics-actions.ts';
import { useDiagnostics, useDiagnosticsState } from './diagnostics-feature.ts';
import { RunResult } from './run-result.tsx';
import { SaveReport } from './save-report.tsx';

interface RunHeadProps {
  /** What the button says before the first run, and after it. */
  readonly start: string;
  readonly again: string;
  readonly variant?: 'plain' | 'primary';
  /** Stands behind the buttons. */
  readonly children?: ReactNode;
}

/** What stands over the servers of a check: start, stop and save, and what came of the last run. */
export function RunHead({ start, again, variant = 'plain', children }: RunHeadProps) {
  const { t } = useTranslation('diagnostics');
  const feature = useDiagnostics();
  const { run, error, asking } = useDiagnosticsState((state) => state);
  const running = run?.outcome === 'running';
  return (
    <>
      <div className="form-actions">
        <Button
          variant={variant}
          busy={asking || running}
          icon={<Play aria-hidden size={14} />}
          onPress={() => void startDiagnostics(feature)}
        >
          {run ? again : start}
        </Button>
        {running && (
          <Button icon={<X aria-hidden size={14} />} onPress={() => void cancelDiagnostics(feature)}>
            {t('cancel')}
          </Button>
        )}
        {run && !running && <SaveReport run={run} />}
        {children}
      </div>
      <div role="status">{run && <RunResult run={run} />}</div>
      {error && (
        <Notice tone="danger" announce>
          <ErrorWords error={error} />
        </Notice>
      )}
    </>
  );
}

import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DiagnosticRun } from '../../shared/contract/diagnostics.ts';
import { type DiagnosticWords, diagnosticsText } from '../../shared/model/diagnostics-text.ts';
import { Button } from '../ui/button.tsx';
import { saveText } from '../ui/save-text.ts';
import { reportName } from './report-name.ts';

/** The report as a person reads it, in the language of the screen, and as a program does. */
export function SaveReport({ run }: { readonly run: DiagnosticRun }) {
  const { t } = useTranslation('diagnostics');
  // The report's keys are put together, which the typed words cannot follow; a test holds every reason to have its words.
  const words = t as unknown as DiagnosticWords;
  const icon = <Download aria-hidden size={14} />;
  const name = (ending: 'txt' | 'json') => reportName(run, ending);
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

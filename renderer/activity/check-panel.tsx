import { CircleCheck, CircleHelp, CircleX, FileCheck, X } from 'lucide-react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CheckResult } from '../../shared/contract/activity.ts';
import { Button } from '../ui/button.tsx';
import { Checksum } from '../ui/checksum.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { formatDateTime } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { closeCheck } from './activity-actions.ts';
import { useActivity, useActivityState } from './activity-feature.ts';

interface CheckPanelProps {
  readonly onFile: (files: readonly File[]) => void;
}

/** "Check a file": is this local file what the exchange holds? */
export function CheckPanel({ onFile }: CheckPanelProps) {
  const { t } = useTranslation('activity');
  const check = useActivityState((state) => state.check);
  return (
    <div className="check-panel">
      <div className="check-choose">
        <FileTrigger onSelect={(files) => files && onFile([...files])}>
          <Button icon={<FileCheck aria-hidden size={14} />}>{t('check.choose')}</Button>
        </FileTrigger>
        <span className="muted">{t('check.hint')}</span>
        {check?.kind === 'reading' && (
          <span className="intake-row">
            <span className="file-name">{check.fileName}</span>
            <progress max={1} value={check.part} aria-label={t('check.reading', { name: check.fileName })} />
          </span>
        )}
      </div>
      <div aria-live="assertive">
        {check?.kind === 'failed' && (
          <Notice tone="danger">
            <span className="file-name">{check.fileName}</span> <ErrorWords error={check.error} />
          </Notice>
        )}
        {check?.kind === 'done' && <CheckOutcome result={check.result} />}
      </div>
    </div>
  );
}

const signs = { matched: CircleCheck, differs: CircleX, 'not-found': CircleHelp } as const;

/** The answer, large enough not to be mistaken. */
function CheckOutcome({ result }: { readonly result: CheckResult }) {
  const { t } = useTranslation('activity');
  const feature = useActivity();
  const { outcome, row } = result;
  const Sign = signs[outcome];
  return (
    <section className={`check-outcome check-${outcome}`} aria-label={t('check.title')}>
      <Sign aria-hidden size={28} className="check-sign" />
      <div className="check-words">
        <p className="check-verdict">{t(`check.${outcome}`)}</p>
        <p>
          <span className="file-name">{result.fileName}</span> {t(`check.explain.${outcome}`)}
        </p>
        <dl className="facts">
          <dt>{t('check.thisFile')}</dt>
          <dd>
            <Checksum sha256={result.sha256} />
          </dd>
          {row && (
            <>
              <dt>{t('check.exchangeHolds')}</dt>
              <dd>
                {outcome === 'differs' && <Checksum sha256={row.sha256} />}
                <p className="tabular">
                  {row.fileName} · {formatDateTime(row.receivedAt)}
                </p>
              </dd>
            </>
          )}
        </dl>
      </div>
      <Button
        variant="quiet"
        aria-label={t('check.close')}
        onPress={() => closeCheck(feature)}
        icon={<X aria-hidden size={16} />}
      />
    </section>
  );
}

import { Check, CircleSlash } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Draft, Finding } from '../../shared/contract/submission.ts';
import { Button } from '../ui/button.tsx';
import { formatSize } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { changeDraft } from './draft-actions.ts';
import { useSubmission, useSubmissionState } from './submission-feature.ts';

/** What the checks noticed: refusals first, each with the click that corrects it, then warnings, then what is in order. */
export function DraftFindings({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation('submission');
  const of = (level: Finding['level']) => draft.findings.filter((finding) => finding.level === level);
  return (
    <fieldset className="findings" aria-label={t('checks')}>
      <div aria-live="polite">
        {[...of('refusal'), ...of('warning')].map((finding) => (
          <FindingNotice key={`${finding.check}-${finding.reason}`} draft={draft} finding={finding} />
        ))}
      </div>
      <ul className="passed-checks">
        {of('passed').map(({ check, reason }) => (
          <li key={check}>
            {reason === 'not-checked' ? (
              <CircleSlash aria-hidden size={14} className="muted" />
            ) : (
              <Check aria-hidden size={14} className="passed-sign" />
            )}
            {t(`check.${check}`)}
            {reason !== 'ok' && (
              <span className="muted">{t(`finding.${reason}`, findingPlaces(draft, { reason }))}</span>
            )}
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

interface FindingPlaces {
  readonly [place: string]: string | number;
}

/** Fills the places of a finding's words from the draft itself and from what the check told. */
function findingPlaces(draft: Draft, finding: Pick<Finding, 'details' | 'fix' | 'reason'>): FindingPlaces {
  const { details = {}, fix } = finding;
  return {
    inputDate: draft.inputDate ?? '–',
    participantCode: draft.participantCode ?? '–',
    folder: draft.folderId ?? '–',
    size: formatSize(draft.size),
    ...details,
    named: fix?.value ?? '–',
    limit: typeof details.maxBytes === 'number' ? formatSize(details.maxBytes) : '–',
  };
}

function FindingNotice({ draft, finding }: { readonly draft: Draft; readonly finding: Finding }) {
  const { t } = useTranslation('submission');
  const feature = useSubmission();
  const folderCode = useSubmissionState(
    ({ folders }) => folders.find(({ folderId }) => folderId === finding.fix?.value)?.code,
  );
  const { fix } = finding;
  const shownValue = fix?.field === 'folderId' ? (folderCode ?? fix.value) : (fix?.value ?? '');
  const places = { ...findingPlaces(draft, finding), ...(fix ? { named: shownValue } : {}) };
  return (
    <Notice
      tone={finding.level === 'refusal' ? 'danger' : 'warning'}
      actions={
        fix && (
          <Button onPress={() => void changeDraft(feature, draft.draftId, { [fix.field]: fix.value })}>
            {t('useValue', { value: shownValue })}
          </Button>
        )
      }
    >
      {finding.exchangeCode !== undefined && <code className="exchange-code">{finding.exchangeCode}</code>}
      {t(`finding.${finding.reason}`, places)}
      {finding.level === 'refusal' && finding.exchangeCode !== undefined && <> {t('wouldRefuse')}</>}
    </Notice>
  );
}

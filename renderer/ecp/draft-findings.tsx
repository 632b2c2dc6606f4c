import { Check, CircleSlash } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Draft, Finding } from '../../shared/contract/submission.ts';
import { findingPlaces } from '../../shared/model/finding-places.ts';
import { Button } from '../ui/button.tsx';
import { Notice, type Tone } from '../ui/notice.tsx';
import { changeDraft } from './draft-actions.ts';
import { useSubmission, useSubmissionState } from './submission-feature.ts';

/** A finding that a person must look at; a check that waits for the log-in says so quietly. */
export function isOpen({ level, reason }: Finding): boolean {
  return level !== 'passed' && reason !== 'not-checked';
}

const refusalsFirst = (one: Finding, other: Finding) =>
  Number(other.level === 'refusal') - Number(one.level === 'refusal');

const missing: readonly Finding['reason'][] = ['folder-missing', 'participant-missing', 'input-date-missing'];

function toneOf({ level, reason }: Finding): Tone {
  if (missing.includes(reason)) return 'info';
  return level === 'refusal' ? 'danger' : 'warning';
}

/** What the checks noticed: refusals first, each with the click that corrects it, then warnings, then what is in order. */
export function DraftFindings({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation('submission');
  const open = draft.findings.filter(isOpen);
  const settled = draft.findings.filter((finding) => !isOpen(finding));
  return (
    <fieldset className="findings" aria-label={t('checks')}>
      <div aria-live="polite">
        {[...open].sort(refusalsFirst).map((finding) => (
          <FindingNotice key={`${finding.check}-${finding.reason}`} draft={draft} finding={finding} />
        ))}
      </div>
      <ul className="passed-checks">
        {settled.map(({ check, reason }) => (
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

function FindingNotice({ draft, finding }: { readonly draft: Draft; readonly finding: Finding }) {
  const { t } = useTranslation('submission');
  const feature = useSubmission();
  const folderCode = useSubmissionState(
    ({ folders }) => folders.find(({ folderId }) => folderId === finding.fix?.value)?.code,
  );
  const { fix } = finding;
  const shownValue = fix?.field === 'folderId' ? (folderCode ?? fix.value) : (fix?.value ?? '');
  return (
    <Notice
      tone={toneOf(finding)}
      actions={
        fix && (
          <Button onPress={() => void changeDraft(feature, draft.draftId, { [fix.field]: fix.value })}>
            {t('useValue', { value: shownValue })}
          </Button>
        )
      }
    >
      {finding.exchangeCode !== undefined && <code className="exchange-code">{finding.exchangeCode}</code>}
      {t(`finding.${finding.reason}`, findingPlaces(draft, finding))}
      {finding.level === 'refusal' && finding.exchangeCode !== undefined && <> {t('wouldRefuse')}</>}
    </Notice>
  );
}

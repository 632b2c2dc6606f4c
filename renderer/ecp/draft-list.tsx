import { CircleAlert, CircleCheck, TriangleAlert, X } from 'lucide-react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Draft } from '../../shared/contract/submission.ts';
import { Button } from '../ui/button.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { formatSize } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { selectedDraft } from './apply-submission.ts';
import { dismissIntake, selectDraft } from './draft-actions.ts';
import { isOpen } from './draft-findings.tsx';
import { type Intake, useSubmission, useSubmissionState } from './submission-feature.ts';

/** Several files at once make a list: each draft with its verdict, and files that are still being read. */
export function DraftList() {
  const { t } = useTranslation('submission');
  const feature = useSubmission();
  const drafts = useSubmissionState((state) => state.drafts);
  const intakes = useSubmissionState((state) => state.intakes);
  const shownId = useSubmissionState((state) => selectedDraft(state)?.draftId ?? null);
  return (
    <>
      {intakes.map((intake) => (
        <IntakeRow key={intake.key} intake={intake} />
      ))}
      {drafts.length > 1 && (
        <ListBox
          aria-label={t('drafts')}
          className="draft-list"
          items={drafts}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={shownId === null ? [] : [shownId]}
          onSelectionChange={(keys) => {
            const [chosen] = keys === 'all' ? [] : [...keys];
            if (chosen !== undefined) selectDraft(feature, String(chosen));
          }}
        >
          {(draft) => (
            <ListBoxItem id={draft.draftId} textValue={draft.fileName} className="draft-row">
              <span className="file-name">{draft.fileName}</span>
              <span className="tabular muted">{formatSize(draft.size)}</span>
              <DraftVerdict draft={draft} />
            </ListBoxItem>
          )}
        </ListBox>
      )}
    </>
  );
}

/** The worst finding of a draft, by sign and word. */
export function DraftVerdict({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation('submission');
  const refusals = draft.findings.filter(({ level }) => level === 'refusal').length;
  const warnings = draft.findings.filter((finding) => finding.level === 'warning' && isOpen(finding)).length;
  if (refusals > 0) {
    return (
      <span className="outcome outcome-refused">
        <CircleAlert aria-hidden size={14} /> {t('verdict.refusal', { count: refusals })}
      </span>
    );
  }
  if (warnings > 0) {
    return (
      <span className="outcome outcome-warning">
        <TriangleAlert aria-hidden size={14} /> {t('verdict.warning', { count: warnings })}
      </span>
    );
  }
  return (
    <span className="outcome outcome-confirmed">
      <CircleCheck aria-hidden size={14} /> {t('verdict.ready')}
    </span>
  );
}

function IntakeRow({ intake }: { readonly intake: Intake }) {
  const { t } = useTranslation('submission');
  const feature = useSubmission();
  if (intake.error) {
    return (
      <Notice
        tone="danger"
        announce
        actions={
          <Button
            variant="quiet"
            aria-label={t('dismiss', { name: intake.fileName })}
            onPress={() => dismissIntake(feature, intake.key)}
            icon={<X aria-hidden size={14} />}
          />
        }
      >
        <span className="file-name">{intake.fileName}</span> <ErrorWords error={intake.error} />
      </Notice>
    );
  }
  return (
    <div className="intake-row">
      <span className="file-name">{intake.fileName}</span>
      <progress max={1} value={intake.part} aria-label={t('reading', { name: intake.fileName })} />
      <span className="muted tabular">{formatSize(intake.size)}</span>
    </div>
  );
}

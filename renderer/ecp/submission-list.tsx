import { useTranslation } from 'react-i18next';
import { useSubmissionState } from './submission-feature.ts';
import { SubmissionRow } from './submission-row.tsx';

/** What was submitted from this PC, newest first, each with one of the four outcomes. */
export function SubmissionList() {
  const { t } = useTranslation('submission');
  const submissions = useSubmissionState((state) => state.submissions);
  return (
    <div className="submission-list">
      <h2 id="submissions-title">{t('submissions')}</h2>
      <LatestOutcome />
      {submissions.length === 0 ? (
        <p className="empty muted">{t('noSubmissions')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        <section className="table-scroll" aria-labelledby="submissions-title" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('column.time')}</th>
                <th scope="col">{t('column.file')}</th>
                <th scope="col">{t('column.inputDate')}</th>
                <th scope="col">SHA-256</th>
                <th scope="col">{t('column.outcome')}</th>
                <th scope="col">{t('column.actions')}</th>
              </tr>
            </thead>
            <tbody>
              {submissions.map((submission) => (
                <SubmissionRow key={submission.submissionId} submission={submission} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}

/** Says the newest change of an outcome to those who do not see the row. */
function LatestOutcome() {
  const { t } = useTranslation('submission');
  const latest = useSubmissionState(({ submissions }) =>
    submissions.reduce<(typeof submissions)[number] | null>(
      (newest, row) => (newest === null || row.changedAt > newest.changedAt ? row : newest),
      null,
    ),
  );
  return (
    <p role="status" className="visually-hidden">
      {latest && `${latest.fileName}: ${t(`state.${latest.state}`)}`}
    </p>
  );
}

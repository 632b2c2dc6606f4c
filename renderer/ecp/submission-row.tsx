import { CircleHelp, ReceiptText, RotateCcw, X } from 'lucide-react';
import { ProgressBar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Progress, Submission } from '../../shared/contract/submission.ts';
import { LookUp } from '../activity/look-up.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Countdown } from '../ui/countdown.tsx';
import { ErrorWords, isStatedByExchange } from '../ui/error-words.tsx';
import { FileName } from '../ui/file-name.tsx';
import { formatDuration, formatSize, formatTime } from '../ui/format.ts';
import { Outcome } from './outcome.tsx';
import { commandSubmission, openReceipt } from './submission-actions.ts';
import { useSubmission, useSubmissionState } from './submission-feature.ts';

/** One submission: what, when, what became of it, and what can be done now. */
export function SubmissionRow({ submission }: { readonly submission: Submission }) {
  const { t } = useTranslation('app');
  const { submissionId, fileName, sha256, state } = submission;
  const rowError = useSubmissionState(({ rowErrors }) => rowErrors[submissionId] ?? null);
  const folder = useSubmissionState(({ folders }) => folders.find((known) => known.folderId === submission.folderId));
  const error = rowError ?? submission.error;
  return (
    <tr className={`submission-${state}`}>
      <td className="tabular">{formatTime(submission.submittedAt)}</td>
      <th scope="row" className="file-name">
        <FileName name={fileName} />
        <span className="row-note">
          {folder?.code ?? submission.folderId} · {formatSize(submission.size)} · {submission.identity} ·{' '}
          {submission.participantCode}
          {submission.channel === 'sftp' && ' · SFTP'}
        </span>
      </th>
      <td className="tabular">{submission.inputDate}</td>
      <td className="hash-cell">
        <code>{sha256.slice(0, 8)}</code>
        <CopyButton text={sha256} label={`${t('copyChecksum')}: ${fileName}`} />
      </td>
      <td className="outcome-cell">
        <Outcome state={state} />
        <OutcomeNote submission={submission} />
        {error && (
          <p className="row-error">
            <ErrorWords error={error} brief={state === 'in-doubt' && !rowError} />
          </p>
        )}
      </td>
      <td className="actions-cell">
        <RowActions submission={submission} />
      </td>
    </tr>
  );
}

function OutcomeNote({ submission }: { readonly submission: Submission }) {
  const { t } = useTranslation('submission');
  const progress = useSubmissionState((state) => state.progress[submission.submissionId] ?? null);
  switch (submission.state) {
    case 'sending':
      return progress && <SendingProgress submission={submission} progress={progress} />;
    case 'confirmed':
      return submission.replaced ? <span className="row-note">{t('note.replaced')}</span> : null;
    case 'in-doubt':
      return <span className="row-note">{t('note.in-doubt')}</span>;
    case 'checked':
      return submission.paused ? <span className="row-note">{t('note.paused')}</span> : null;
    case 'failed':
      return submission.nextAttemptAt === undefined ? null : (
        <span className="row-note">
          {t('note.nextAttempt')} <Countdown until={submission.nextAttemptAt} />
        </span>
      );
    case 'sent':
      return <span className="row-note">{t('note.sent')}</span>;
    default:
      return null;
  }
}

interface SendingProgressProps {
  readonly submission: Submission;
  readonly progress: Progress;
}

function SendingProgress({ submission, progress }: SendingProgressProps) {
  const { t } = useTranslation('submission');
  const { sentBytes, totalBytes, bytesPerSecond } = progress;
  const percent = totalBytes > 0 ? Math.floor((sentBytes / totalBytes) * 100) : 100;
  const left = bytesPerSecond > 0 ? formatDuration(((totalBytes - sentBytes) / bytesPerSecond) * 1000) : '–';
  return (
    <ProgressBar aria-label={t('sending', { name: submission.fileName })} value={percent} className="sending">
      {/* A native element, because it draws its value without an inline style. */}
      <progress max={100} value={percent} aria-hidden="true" />
      <span className="row-note tabular">
        {percent} % · {formatSize(sentBytes)} / {formatSize(totalBytes)} · {formatSize(Math.round(bytesPerSecond))}/s ·{' '}
        {t('timeLeft', { time: left })}
      </span>
    </ProgressBar>
  );
}

function RowActions({ submission }: { readonly submission: Submission }) {
  const { t } = useTranslation('submission');
  const feature = useSubmission();
  const { submissionId, fileName, state, error } = submission;
  const named = (words: string) => `${words}: ${fileName}`;
  if (state === 'checked' || state === 'sending') {
    return (
      <Button
        aria-label={named(t('cancelSending'))}
        onPress={() => void commandSubmission(feature, 'submission/cancel', submissionId)}
        icon={<X aria-hidden size={14} />}
      >
        {t('cancelSending')}
      </Button>
    );
  }
  return (
    <>
      {state === 'failed' && error?.retry !== 'never' && (
        <Button
          aria-label={named(t('retry'))}
          onPress={() => void commandSubmission(feature, 'submission/retry', submissionId)}
          icon={<RotateCcw aria-hidden size={14} />}
        >
          {t('retry')}
        </Button>
      )}
      {state === 'in-doubt' && (
        <Button
          aria-label={named(t('askAgain'))}
          onPress={() => void commandSubmission(feature, 'submission/ask', submissionId)}
          icon={<CircleHelp aria-hidden size={14} />}
        >
          {t('askAgain')}
        </Button>
      )}
      {state === 'failed' && error && isStatedByExchange(error) && <LookUp fileName={fileName} />}
      <Button
        aria-label={named(t('receipt'))}
        onPress={() => void openReceipt(feature, submissionId)}
        icon={<ReceiptText aria-hidden size={14} />}
      >
        {t('receipt')}
      </Button>
    </>
  );
}

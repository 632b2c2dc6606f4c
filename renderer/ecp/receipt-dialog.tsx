import { Download, Printer } from 'lucide-react';
import { Fragment } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Receipt } from '../../shared/contract/submission.ts';
import { receiptCsv } from '../../shared/model/receipt-csv.ts';
import { useTerminalState } from '../settings/terminal-feature.ts';
import { Button } from '../ui/button.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { formatDateTime, groupChecksum } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { saveText } from '../ui/save-text.ts';
import { journalDetail } from './journal-detail.ts';
import { Outcome } from './outcome.tsx';
import { closeReceipt } from './submission-actions.ts';
import { useSubmission, useSubmissionState } from './submission-feature.ts';

/** The receipt of one submission, made from the journal: to read, to print, to keep as CSV. */
export function ReceiptDialog() {
  const feature = useSubmission();
  const receipt = useSubmissionState((state) => state.receipt);
  return (
    <ModalOverlay
      className="modal-overlay"
      isDismissable
      isOpen={receipt !== null}
      onOpenChange={(open) => !open && closeReceipt(feature)}
    >
      <Modal className="modal">
        <Dialog className="receipt">{receipt && <ReceiptPage receipt={receipt} />}</Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function ReceiptPage({ receipt }: { readonly receipt: Receipt }) {
  const { t } = useTranslation('submission');
  const feature = useSubmission();
  const profile = useTerminalState(({ status }) => status?.profile.label ?? '');
  const { submission, chainIntact } = receipt;
  const csvName = `receipt_${submission.fileName.replace(/\.csv$/i, '')}_${submission.submissionId.slice(0, 8)}.csv`;
  return (
    <>
      <header className="receipt-header">
        <Heading slot="title" level={1}>
          {t('receiptTitle')}
        </Heading>
        <span className="muted">{profile}</span>
      </header>
      <ReceiptFacts receipt={receipt} />
      <Notice tone={chainIntact ? 'success' : 'danger'}>{t(chainIntact ? 'chain.intact' : 'chain.broken')}</Notice>
      <JournalTable receipt={receipt} />
      <footer className="form-actions receipt-actions no-print">
        <Button variant="primary" icon={<Printer aria-hidden size={14} />} onPress={() => window.print()}>
          {t('print')}
        </Button>
        <Button
          icon={<Download aria-hidden size={14} />}
          onPress={() => saveText({ name: csvName, text: receiptCsv(receipt), type: 'text/csv' })}
        >
          {t('saveCsv')}
        </Button>
        <Button onPress={() => closeReceipt(feature)} aria-keyshortcuts="Escape">
          {t('close')}
        </Button>
      </footer>
    </>
  );
}

function ReceiptFacts({ receipt: { submission, results } }: { readonly receipt: Receipt }) {
  const { t } = useTranslation('submission');
  const grouped = (sha256: string) => <code className="checksum-lines">{groupChecksum(sha256).join(' ')}</code>;
  return (
    <dl className="facts">
      <dt>{t('column.outcome')}</dt>
      <dd>
        <Outcome state={submission.state} />
        {submission.error && (
          <p>
            <ErrorWords error={submission.error} />
          </p>
        )}
      </dd>
      <dt>{t('column.file')}</dt>
      <dd className="file-name">{submission.fileName}</dd>
      <dt>{t('folder')}</dt>
      <dd>{submission.folderId}</dd>
      <dt>{t('identity')}</dt>
      <dd>
        {submission.identity} <code>{submission.participantCode}</code>
      </dd>
      <dt>{t('inputDate')}</dt>
      <dd className="tabular">{submission.inputDate}</dd>
      <dt>{t('bytes')}</dt>
      <dd className="tabular">{submission.size.toLocaleString('en')}</dd>
      <dt>{t('submittedAt')}</dt>
      <dd className="tabular">{formatDateTime(submission.submittedAt)} HKT</dd>
      <dt>{t('ourChecksum')}</dt>
      <dd>{grouped(submission.sha256)}</dd>
      <dt>{t('exchangeChecksum')}</dt>
      <dd>{submission.exchangeSha256 === null ? '–' : grouped(submission.exchangeSha256)}</dd>
      <dt>{t('reference')}</dt>
      <dd>
        <code>{submission.exchangeReference ?? '–'}</code>
      </dd>
      <ResultFacts results={results} />
    </dl>
  );
}

/** What the exchange made of the file, as far as it has been fetched. */
function ResultFacts({ results }: Pick<Receipt, 'results'>) {
  const { t } = useTranslation('downloads');
  return results.map(({ fileName, fetchedAt, sha256 }) => (
    <Fragment key={`${fileName} ${fetchedAt}`}>
      <dt>{t('receipt.result')}</dt>
      <dd>
        <span className="file-name">{fileName}</span>
        <span className="muted"> · {t('receipt.fetchedAt', { time: formatDateTime(fetchedAt) })} · SHA-256</span>
        <br />
        <code className="checksum-lines">{groupChecksum(sha256).join(' ')}</code>
      </dd>
    </Fragment>
  ));
}

function JournalTable({ receipt }: { readonly receipt: Receipt }) {
  const { t } = useTranslation('submission');
  return (
    <table className="table journal">
      <caption>{t('journal.title')}</caption>
      <thead>
        <tr>
          <th scope="col" className="number">
            {t('journal.seq')}
          </th>
          <th scope="col">{t('journal.at')}</th>
          <th scope="col">{t('journal.kind')}</th>
          <th scope="col">{t('journal.detail')}</th>
          <th scope="col">{t('journal.hash')}</th>
        </tr>
      </thead>
      <tbody>
        {receipt.rows.map((row) => (
          <tr key={row.seq}>
            <td className="number">{row.seq}</td>
            <td className="tabular">{formatDateTime(row.at)}</td>
            <td>{row.kind}</td>
            <td className="journal-detail">
              {journalDetail(row.detail).map(([name, value]) => (
                <span key={name}>
                  <span className="muted">{name}</span> <JournalValue value={value} />
                </span>
              ))}
            </td>
            <td>
              <code>{row.hash.slice(0, 16)}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A checksum may break between its groups, but is copied without a gap. */
function JournalValue({ value }: { readonly value: string }) {
  if (!/^[0-9a-f]{64}$/.test(value)) return value;
  return groupChecksum(value).map((group, position) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the groups of a checksum never move
    <Fragment key={position}>
      {position > 0 && <wbr />}
      {group}
    </Fragment>
  ));
}

import { appError } from '../../../shared/contract/errors.ts';
import type { ExchangeActivity, ExchangeReceipt } from '../../ecp/ecp-client.ts';
import type { SubmissionRecord } from '../../ledger/ledger.ts';
import { ecpUser, type SubmissionContext } from '../context.ts';
import { recordState } from '../record-state.ts';
import { settleReceipt, writtenReceipt } from '../settle-receipt.ts';
import type { SftpDoor } from './sftp-door.ts';

/** Whether the exchange's own SHA-256 can be asked for; otherwise the file is read back. */
export function canAskActivity(context: SubmissionContext, door: SftpDoor): boolean {
  return door.confirm === 'activity' && ecpUser(context) !== null;
}

/** What stands in a receipt when no exchange but our own reading back proves the file. */
function ownReceipt({ facts }: SubmissionRecord, receivedAt: number): ExchangeReceipt {
  const { fileName, size, sha256 } = facts;
  return { reference: '', fileName, size, sha256, receivedAt, replacedSha256: null, journalHead: '' };
}

/** An arrival that is told before the doubt is `sent` first, as by web: the exchange has it, its checksum is yet to be compared. */
async function settle(
  context: SubmissionContext,
  record: SubmissionRecord,
  receipt: ExchangeReceipt,
): Promise<boolean> {
  const { submissionId } = record.facts;
  if (context.ledger.submission(submissionId)?.newest.kind === 'sending') {
    const sent = recordState(context, { submissionId, kind: 'sent', detail: writtenReceipt(receipt) });
    if (!sent.ok) return false;
  }
  return settleReceipt(context, record, receipt);
}

/** The file is under its name and what was read back is what was sent. */
export function settleReadBack(context: SubmissionContext, record: SubmissionRecord): Promise<boolean> {
  return settle(context, record, ownReceipt(record, context.clock.now()));
}

function receiptOf(row: ExchangeActivity, rows: readonly ExchangeActivity[]): ExchangeReceipt {
  const { reference, fileName, size, sha256, receivedAt } = row;
  const replaced = rows
    .slice(rows.indexOf(row) + 1)
    .find((each) => each.status === 'replaced' && each.fileName === fileName && each.folderId === row.folderId);
  return { reference, fileName, size, sha256, receivedAt, replacedSha256: replaced?.sha256 ?? null, journalHead: '' };
}

/** The exchange's clock may be so far from this PC's, in ms. */
const CLOCKS_DIFFER = 10 * 60_000;

/** Came by SFTP under the name and into the folder of a submission. */
function isUnderName({ facts }: SubmissionRecord, row: ExchangeActivity): boolean {
  return row.channel === 'sftp' && row.fileName === facts.fileName && row.folderId === facts.folderId;
}

/** The row's number stands in the receipt of another submission of this name. */
function isOfAnother(
  { ledger }: SubmissionContext,
  { facts }: SubmissionRecord,
  { reference }: ExchangeActivity,
): boolean {
  return ledger.submissionsOf(facts.fileName, ['sent', 'confirmed', 'failed']).some(({ facts: other, newest }) => {
    if (other.submissionId === facts.submissionId) return false;
    if (newest.kind === 'failed') return newest.detail.receipt?.reference === reference;
    return (newest.kind === 'sent' || newest.kind === 'confirmed') && newest.detail.reference === reference;
  });
}

/** Says something about another file, whose successor is not listed yet. The same content is the same file, whoever sent it. */
function isEarlier(context: SubmissionContext, record: SubmissionRecord, row: ExchangeActivity): boolean {
  const { sha256, submittedAt } = record.facts;
  if (row.status === 'accepted' && row.sha256 === sha256) return false;
  // What was corrected after a refusal is not what was refused.
  if (row.status === 'refused' && row.sha256 !== sha256) return true;
  return row.receivedAt < submittedAt - CLOCKS_DIFFER || isOfAnother(context, record, row);
}

/** The row about these very bytes, which the exchange took, though somebody may have replaced them since. */
function rowOfOwn(context: SubmissionContext, record: SubmissionRecord, rows: readonly ExchangeActivity[]) {
  const { sha256, submittedAt } = record.facts;
  return rows.find(
    (each) =>
      isUnderName(record, each) &&
      each.sha256 === sha256 &&
      each.status !== 'refused' &&
      each.receivedAt >= submittedAt - CLOCKS_DIFFER &&
      !isOfAnother(context, record, each),
  );
}

/**
 * Asks Activity Enquiry for the newest file of this name that came by SFTP, and settles by the exchange's own SHA-256. Gives false
 * when it is not listed (yet, though one before it may be), or could not be asked or written down. A wrong checksum is `failed`, as by web.
 */
export async function settleByActivity(context: SubmissionContext, record: SubmissionRecord): Promise<boolean> {
  const rows = await context.client.activities();
  if (!rows.ok || context.closing.aborted) return false;
  const { submissionId } = record.facts;
  const row =
    rowOfOwn(context, record, rows.value) ??
    rows.value.find(
      (each) => isUnderName(record, each) && each.status !== 'replaced' && !isEarlier(context, record, each),
    );
  if (!row) return false;
  if (row.status === 'refused') {
    const error = appError('refused-by-exchange');
    return recordState(context, { submissionId, kind: 'refused', detail: { error } }).ok;
  }
  return settle(context, record, receiptOf(row, rows.value));
}

/**
 * Asks Activity Enquiry for these very bytes, which have no longer (or never had) their name on the SFTP server: the exchange may have
 * taken them away. `no`: it does not list them; `unknown`: it could not be asked or written down.
 */
export async function settleTakenAway(
  context: SubmissionContext,
  record: SubmissionRecord,
): Promise<'settled' | 'no' | 'unknown'> {
  const rows = await context.client.activities();
  if (!rows.ok || context.closing.aborted) return 'unknown';
  const row = rowOfOwn(context, record, rows.value);
  if (!row) return 'no';
  return (await settle(context, record, receiptOf(row, rows.value))) ? 'settled' : 'unknown';
}

import type { SubmissionRecord } from '../../ledger/ledger.ts';
import type { AskResult, SubmissionContext } from '../context.ts';
import { canAskActivity, settleByActivity, settleReadBack } from './prove-arrival.ts';
import { namesOf } from './send-by-sftp.ts';

/** What the SFTP server holds under the final name: these bytes, something else or nothing, or it cannot be known now. */
async function lookThere(
  context: SubmissionContext,
  record: SubmissionRecord,
): Promise<'ours' | 'not-ours' | 'unknown'> {
  const door = context.sftp;
  const connection = await door?.open(context.closing);
  if (!door || !connection?.ok) return 'unknown';
  const { size, sha256 } = record.facts;
  const { finalPath } = namesOf(door, record);
  try {
    const there = await connection.value.look(finalPath);
    if (!there.ok) return 'unknown';
    if (there.value?.size !== size) return 'not-ours';
    const hash = await connection.value.hash(finalPath, size);
    if (!hash.ok) return 'unknown';
    return hash.value === sha256 ? 'ours' : 'not-ours';
  } finally {
    connection.value.close();
  }
}

/**
 * Asks what became of a submission by SFTP that is in doubt: its final name, size and hash on the server, then the exchange's own word
 * in Activity Enquiry where somebody is logged in. `not-there` is certain. Never sends.
 */
export async function askBySftp(
  context: SubmissionContext,
  record: SubmissionRecord,
): Promise<AskResult | 'not-there'> {
  const found = await lookThere(context, record);
  if (context.closing.aborted || found === 'unknown' || !context.sftp) return 'again';
  if (found === 'not-ours') return 'not-there';
  const settled = canAskActivity(context, context.sftp)
    ? await settleByActivity(context, record)
    : await settleReadBack(context, record);
  return settled ? 'settled' : 'again';
}

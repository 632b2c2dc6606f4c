import type { SubmissionRecord } from '../../ledger/ledger.ts';
import { type AskResult, ecpUser, type SubmissionContext } from '../context.ts';
import { canAskActivity, settleByActivity, settleReadBack, settleTakenAway } from './prove-arrival.ts';
import { namesOf } from './send-by-sftp.ts';

/**
 * What the SFTP server holds under the final name: these bytes, something else, nothing, or it cannot be known now. `gone`: nothing, and the
 * hidden name is not there either.
 */
async function lookThere(
  context: SubmissionContext,
  record: SubmissionRecord,
): Promise<'ours' | 'other' | 'nothing' | 'gone' | 'unknown'> {
  const door = context.sftp;
  const connection = await door?.open(context.closing);
  if (!door || !connection?.ok) return 'unknown';
  const { size, sha256 } = record.facts;
  const { finalPath, temporaryPath } = namesOf(door, record);
  try {
    const there = await connection.value.look(finalPath);
    if (!there.ok) return 'unknown';
    if (!there.value) {
      const hidden = temporaryPath === null ? there : await connection.value.look(temporaryPath);
      if (!hidden.ok) return 'unknown';
      return temporaryPath === null || hidden.value ? 'nothing' : 'gone';
    }
    if (there.value.size !== size) return 'other';
    const hash = await connection.value.hash(finalPath, size);
    if (!hash.ok) return 'unknown';
    return hash.value === sha256 ? 'ours' : 'other';
  } finally {
    connection.value.close();
  }
}

/** The rename may have gone out, and its answer never came: the line was cut, or the program ended before it could be written down. */
function wasRenamed({ spool }: SubmissionContext, { newest, facts }: SubmissionRecord): boolean {
  if (newest.kind !== 'in-doubt') return false;
  return newest.detail.error?.details?.operation === 'rename' || spool.wasNaming(facts.submissionId);
}

/**
 * Asks what became of a submission by SFTP that is in doubt: its final name, size and hash on the server, then the exchange's own word
 * in Activity Enquiry where somebody is logged in. `not-there` is certain; `incomplete`: on a server without rename something else has the name, most
 * likely part of the file. A file that may have had its name, and has neither name now, may have been taken away by the exchange: it stays
 * in doubt until Activity Enquiry can be asked. Never sends.
 */
export async function askBySftp(
  context: SubmissionContext,
  record: SubmissionRecord,
): Promise<AskResult | 'not-there' | 'incomplete'> {
  const found = await lookThere(context, record);
  if (context.closing.aborted || found === 'unknown' || !context.sftp) return 'again';
  const byActivity = canAskActivity(context, context.sftp);
  if (found === 'gone' && !byActivity && wasRenamed(context, record)) {
    const isForLogin = context.sftp.confirm === 'activity' && ecpUser(context) === null;
    return isForLogin ? 'waits-for-login' : 'again';
  }
  if (found !== 'ours') {
    const taken = byActivity ? await settleTakenAway(context, record) : 'no';
    if (taken !== 'no') return taken === 'settled' ? 'settled' : 'again';
    return found === 'other' && !context.sftp.rename ? 'incomplete' : 'not-there';
  }
  const settled = byActivity ? await settleByActivity(context, record) : await settleReadBack(context, record);
  return settled ? 'settled' : 'again';
}

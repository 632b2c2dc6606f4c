import { openStates } from '../../shared/model/submission-transitions.ts';
import type { SubmissionContext } from './context.ts';
import { pursue } from './pursue.ts';
import { staysInLine } from './queue/restore-queue.ts';
import { recordState } from './record-state.ts';

/**
 * At start: whatever was under way when the program ended is in doubt (`interrupted`), durably; what is held had not begun. On a full disk it stays as it is and
 * the next log in tries again.
 */
export function markInterrupted(context: SubmissionContext): void {
  for (const record of context.ledger.submissionsIn(['checked', 'sending', 'sent'])) {
    if (staysInLine(context, record)) continue;
    const { submissionId } = record.facts;
    recordState(context, { submissionId, kind: 'in-doubt', detail: { cause: 'interrupted' } });
  }
}

/** At start: removes copies that no draft and no submission still needs, half-written ones included. */
export async function cleanSpool(context: SubmissionContext): Promise<void> {
  const { ledger, spool } = context;
  const failed = ledger.submissionsIn(['failed']).filter((record) => !record.dismissed);
  const needed = new Set([
    ...ledger.openDrafts().map((draft) => draft.facts.draftId),
    ...[...failed, ...ledger.submissionsIn(openStates)].map((record) => record.facts.submissionId),
  ]);
  for (const id of await spool.list()) if (!needed.has(id)) await spool.remove(id);
}

/** At a log in: asks for everything that is in doubt. */
export function pursueAll(context: SubmissionContext): void {
  for (const { facts } of context.ledger.submissionsIn(openStates)) pursue(context, facts.submissionId);
}

import type { CallOutput, ParsedInput } from '../../../shared/contract/index.ts';
import type { QueueTotals } from '../../../shared/contract/queue.ts';
import type { SubmissionContext } from '../context.ts';
import { describeItem, inLine, standings, totalsOf, unsortedStandings } from './queue-view.ts';

/** How the queue stands as a whole. */
export function queueTotals(context: SubmissionContext): QueueTotals {
  return totalsOf(context, unsortedStandings(context));
}

/** A part of the queue, and how it stands as a whole. */
export function listQueue(
  context: SubmissionContext,
  { offset, limit, states }: ParsedInput<'queue/list'>,
): CallOutput<'queue/list'> {
  const all = standings(context);
  const turns = new Map(inLine(all).map((standing, index) => [standing, index + 1]));
  const shown = states === null ? all : all.filter(({ state }) => states.includes(state));
  const items = shown
    .slice(offset, offset + limit)
    .map((standing) => describeItem(context, standing, turns.get(standing) ?? null));
  return { items, total: shown.length, totals: totalsOf(context, all) };
}

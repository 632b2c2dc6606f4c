import type { ParsedInput } from '../../../shared/contract/index.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { QueueWish } from '../../ledger/ledger.ts';
import type { SubmissionContext } from '../context.ts';
import { inLine, standings } from './queue-view.ts';

/** New places for the one that moves and, when it changes places with a neighbour, for that one. */
function newPlaces(
  { queue }: SubmissionContext,
  line: readonly string[],
  { index, to }: { index: number; to: ParsedInput<'queue/move'>['to'] },
): readonly QueueWish[] {
  const at = (position: number, place: number): readonly QueueWish[] => {
    const id = line[position];
    return id === undefined ? [] : [{ ...queue.wishOf(id), place }];
  };
  const placeAt = (position: number) => queue.placeOf(line[position] ?? '');
  const last = line.length - 1;
  switch (to) {
    case 'first':
      return index === 0 ? [] : at(index, placeAt(0) - 1);
    case 'last': {
      if (index === last) return [];
      // Before whatever is submitted next.
      const newest = queue.entries().reduce((most, { order }) => Math.max(most, order), 0);
      return at(index, (Math.max(placeAt(last), newest) + newest + 1) / 2);
    }
    default: {
      const other = to === 'up' ? index - 1 : index + 1;
      if (other < 0 || other > last) return [];
      return [...at(index, placeAt(other)), ...at(other, placeAt(index))];
    }
  }
}

/** Changes the order of those that wait, durably; anything else is left alone. Errors: `disk-full`, `ledger-damaged`. */
export function moveSubmission(
  context: SubmissionContext,
  submissionId: string,
  to: ParsedInput<'queue/move'>['to'],
): Result<null> {
  const line = inLine(standings(context)).map(({ entry }) => entry.submission.submissionId);
  const index = line.indexOf(submissionId);
  const moved = index < 0 ? [] : newPlaces(context, line, { index, to });
  if (moved.length === 0) return ok(null);
  const kept = context.queue.keep(...moved);
  if (kept.ok) context.turns.look();
  return kept;
}

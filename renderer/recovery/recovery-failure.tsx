import { ErrorWords } from '../ui/error-words.tsx';
import { Notice } from '../ui/notice.tsx';
import { type RecoveryTask, useRecoveryView } from './recovery-feature.ts';

/** The last refusal of one of the three steps, at that step. */
export function RecoveryFailure({ task }: { readonly task: RecoveryTask }) {
  const failure = useRecoveryView((view) => view.failure);
  if (failure?.task !== task) return null;
  return (
    <Notice tone="danger" announce>
      <ErrorWords error={failure.error} />
    </Notice>
  );
}

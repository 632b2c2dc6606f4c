import { askToCancel, lookAtItem, moveItem, pauseItem } from './queue-actions.ts';
import type { QueueFeature } from './queue-feature.ts';
import { isCancellable } from './queue-row-actions.tsx';

/** Whether a button in the row has the focus, whose own key Space is. */
function isButton(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button') !== null;
}

/** The submission in whose row something is. */
function rowOf(target: EventTarget | null): string | null {
  const row = target instanceof Element ? target.closest('[role="row"][data-key]') : null;
  return row?.getAttribute('data-key') ?? null;
}

/** Follows the focus, so that the row that has it can be explained. Gives the function that ends it. */
export function watchQueueFocus(feature: QueueFeature, table: HTMLElement): () => void {
  const onFocus = (event: FocusEvent) => lookAtItem(feature, rowOf(event.target));
  table.addEventListener('focusin', onFocus);
  return () => table.removeEventListener('focusin', onFocus);
}

/**
 * In a row of the queue: Space pauses or resumes, Alt+Up and Alt+Down change its place, Delete asks whether to cancel. Listens before
 * the table does, which knows other uses of these keys. Gives the function that ends it.
 */
export function watchQueueKeys(feature: QueueFeature, table: HTMLElement): () => void {
  const act = (event: KeyboardEvent): boolean => {
    const id = rowOf(event.target);
    const item = feature.store.getState().items.find(({ submissionId }) => submissionId === id);
    if (!item || event.ctrlKey || event.metaKey || event.shiftKey) return false;
    if (event.altKey) {
      if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return false;
      void moveItem(feature, item, event.key === 'ArrowUp' ? 'up' : 'down');
      return true;
    }
    if (event.key === 'Delete') {
      if (isCancellable(item)) askToCancel(feature, item);
      return true;
    }
    if (event.key !== ' ' || isButton(event.target)) return false;
    // One that cannot be paused is told why.
    void pauseItem(feature, item);
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!act(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  table.addEventListener('keydown', onKeyDown, { capture: true });
  return () => table.removeEventListener('keydown', onKeyDown, { capture: true });
}

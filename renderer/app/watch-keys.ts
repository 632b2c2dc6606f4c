import { lockTerminal } from '../lock/lock-actions.ts';
import { isLocked, type LockFeature } from '../lock/lock-feature.ts';
import { type FrameFeature, showScreen } from './frame-feature.ts';
import { screens } from './screens.ts';

const FOCUSABLE = 'button:not([disabled]), input:not([disabled]), [tabindex="0"], [aria-current]';

/** Moves the focus to the next region, or the former one: to its first control, or to itself when it has none. */
function moveToRegion(page: Document, step: 1 | -1): void {
  const regions = [...page.querySelectorAll<HTMLElement>('[data-region]')];
  if (regions.length === 0) return;
  const current = regions.findIndex((region) => region.contains(page.activeElement));
  const start = current === -1 && step === -1 ? 0 : current;
  const next = regions[(start + step + regions.length) % regions.length];
  const currentItem = next?.querySelector<HTMLElement>('[aria-current="page"]');
  (currentItem ?? next?.querySelector<HTMLElement>(FOCUSABLE) ?? next)?.focus();
}

export interface KeyTargets {
  readonly frame: FrameFeature;
  readonly lock: LockFeature;
}

/** Ctrl+1..9 show screens, Ctrl+L locks, F6 and Shift+F6 move between regions. Gives the function that ends it. */
export function watchKeys({ frame, lock }: KeyTargets, page: Document): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'F6') {
      event.preventDefault();
      moveToRegion(page, event.shiftKey ? -1 : 1);
      return;
    }
    if (!event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return;
    if (event.key.toLowerCase() === 'l') {
      event.preventDefault();
      void lockTerminal(lock);
      return;
    }
    const screen = /^[1-9]$/.test(event.key) ? screens[Number(event.key) - 1] : undefined;
    if (!screen || isLocked(lock)) return;
    event.preventDefault();
    showScreen(frame, screen.id);
  };
  page.addEventListener('keydown', onKeyDown);
  return () => page.removeEventListener('keydown', onKeyDown);
}

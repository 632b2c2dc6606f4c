import { useEffect, useRef } from 'react';
import { useLock, useLockState } from './lock-feature.ts';

/** Puts the focus back to where it was when the terminal was locked, once it is unlocked. */
export function useKeptFocus(): void {
  const { store } = useLock();
  const locked = useLockState(({ lock }) => lock?.kind === 'locked');
  const kept = useRef<Element | null>(null);
  // Before React draws the lock screen, which takes the focus.
  useEffect(
    () =>
      store.subscribe(({ lock }, { lock: before }) => {
        if (lock?.kind === 'locked' && before?.kind !== 'locked') kept.current = document.activeElement;
      }),
    [store],
  );
  useEffect(() => {
    if (!locked && kept.current instanceof HTMLElement) kept.current.focus();
  }, [locked]);
}

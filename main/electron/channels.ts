import type { CallName } from '../../shared/contract/index.ts';

/** The channel of one call. Main and preload both take it from here; the page never sees a channel. */
export function callChannel(name: CallName): string {
  return `call:${name}`;
}

export const FILE_CHANNEL = 'file:add';
export const EVENT_CHANNEL = 'event';

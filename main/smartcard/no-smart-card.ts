import { appError } from '../../shared/contract/errors.ts';
import { err } from '../../shared/lib/result.ts';
import type { SmartCard } from './smart-card.ts';

/** For an installation whose profile names no card software. */
export function noSmartCard(): SmartCard {
  return {
    state: () => ({ kind: 'not-configured' }),
    subscribe: () => () => undefined,
    certificate: () => null,
    sign: async () => err(appError('card-not-configured')),
    close: async () => undefined,
  };
}

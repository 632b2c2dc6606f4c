import type { readinessCalls } from '../../../shared/contract/readiness.ts';
import { ok } from '../../../shared/lib/result.ts';
import type { ReadinessService } from '../../readiness/readiness-service.ts';
import type { Handlers } from './handlers.ts';

/** Who of the firm is ready for the cut-over. */
export function readinessHandlers(readiness: ReadinessService): Handlers<keyof typeof readinessCalls> {
  return {
    'readiness/view': () => ok(readiness.view()),
    'readiness/ask': async () => ok(await readiness.ask()),
    'readiness/clearImport': async () => ok(await readiness.clearImport()),
  };
}

import type { recoveryCalls } from '../../../shared/contract/recovery.ts';
import { ok } from '../../../shared/lib/result.ts';
import type { RecoveryService } from '../../recovery/recovery-service.ts';
import type { Handlers } from './handlers.ts';

/** A forgotten password of Client Connect. */
export function recoveryHandlers(service: RecoveryService): Handlers<keyof typeof recoveryCalls> {
  return {
    'recovery/describe': () => ok(service.describe()),
    'recovery/request': async (input) => {
      const asked = await service.request(input);
      return asked.ok ? ok({}) : asked;
    },
    'recovery/checkLink': ({ link }) => service.checkLink(link),
    'recovery/setPassword': (input) => service.setPassword(input),
  };
}

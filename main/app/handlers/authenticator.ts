import type { authenticatorCalls } from '../../../shared/contract/authenticator.ts';
import { ok } from '../../../shared/lib/result.ts';
import type { AuthenticatorService } from '../../authenticator/authenticator-service.ts';
import type { Handlers } from './handlers.ts';

/** The authenticator app of Client Connect. */
export function authenticatorHandlers(service: AuthenticatorService): Handlers<keyof typeof authenticatorCalls> {
  return {
    'authenticator/state': () => service.state(),
    'authenticator/begin': () => service.begin(),
    'authenticator/confirm': (input) => service.confirm(input),
    'authenticator/remove': () => service.remove(),
    'authenticator/canFillIn': async () => ok({ canFillIn: await service.canFillIn() }),
    'authenticator/fillIn': async () => {
      const code = await service.fillIn();
      return code.ok ? ok({ code: code.value }) : code;
    },
  };
}

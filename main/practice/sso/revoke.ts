import { limits } from '../core/limits.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import type { PracticeRequest } from '../net/practice-env.ts';
import { readForm } from '../net/read-body.ts';
import { ssoAnswer } from './answers.ts';
import type { RealmConfig } from './realm.ts';
import { endSession, findByAccessToken, findByRefreshToken } from './session-store.ts';

/** RFC 7009: either token ends the session; a token that is unknown or over is answered in the same way. */
export async function revoke(
  context: PracticeContext,
  config: RealmConfig,
  request: PracticeRequest,
): Promise<Response> {
  const form = await readForm(request, limits.formBytes);
  if (!form?.get('token')) return ssoAnswer(request, 400, { error: 'invalid_request' });
  if (form.get('client_id') !== config.clientId) return ssoAnswer(request, 401, { error: 'invalid_client' });
  const given = form.get('token') ?? '';
  const session = findByRefreshToken(context, config.realm, given) ?? findByAccessToken(context, config.realm, given);
  if (session) endSession(context, session.id);
  return ssoAnswer(request, 200, {});
}

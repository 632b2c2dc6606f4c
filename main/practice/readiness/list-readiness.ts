import { z } from 'zod';
import { loginMethodSchema } from '../../../shared/contract/session.ts';
import { hasAuthenticator } from '../authenticator/authenticator-store.ts';
import { hongKongTimestamp } from '../core/hong-kong-time.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import type { PracticeRequest } from '../net/practice-env.ts';
import { ssoAnswer } from '../sso/answers.ts';
import { authorizeSession } from '../sso/authorize-session.ts';
import type { RealmConfig } from '../sso/realm.ts';
import { findUser, type UserRecord, usersOfFirm } from '../store/users.ts';
import { ADMINISTRATOR_FUNCTION } from '../users.ts';
import { directoryEntry } from './directory.ts';

const lastSessionSchema = z.object({ method: loginMethodSchema });

/** By which method a user logged in the last time; null: never. */
function lastMethod(context: PracticeContext, user: UserRecord): '2fa' | 'smart-card' | null {
  const row = context.database
    .prepare('SELECT method FROM session WHERE realm = ? AND user_id = ? ORDER BY id DESC LIMIT 1')
    .get(user.realm, user.userId);
  return row ? lastSessionSchema.parse(row).method : directoryEntry(context, user).formerMethod;
}

function listed(context: PracticeContext, user: UserRecord) {
  const { created, cardValidUntil, clientConnectId } = directoryEntry(context, user);
  return {
    user_id: user.userId,
    display_name: user.displayName,
    role: user.functions.includes(ADMINISTRATOR_FUNCTION) ? 'administrator' : 'user',
    email: user.email,
    app_enrolled:
      clientConnectId === null ? null : hasAuthenticator(context, { realm: 'ecp', userId: clientConnectId }),
    created,
    created_after_launch: user.createdAfterLaunch,
    card_valid_until: cardValidUntil,
    last_method: lastMethod(context, user),
  };
}

/** The users of an administrator's firm (docs/wire/readiness.md); anybody else is refused. */
export async function listReadiness(
  context: PracticeContext,
  config: RealmConfig,
  request: PracticeRequest,
): Promise<Response> {
  const authorization = await authorizeSession(context, config, request);
  if (authorization.kind === 'refused') return authorization.answer;
  const asker = findUser(context.database, config.realm, authorization.session.userId);
  if (!asker?.functions.includes(ADMINISTRATOR_FUNCTION)) {
    return ssoAnswer(request, 403, { error: 'access_denied', reason: 'not_administrator' });
  }
  return ssoAnswer(request, 200, {
    as_of: hongKongTimestamp(context.clock.now()),
    firm: asker.firm,
    users: usersOfFirm(context.database, config.realm, asker.firm).map((user) => listed(context, user)),
  });
}

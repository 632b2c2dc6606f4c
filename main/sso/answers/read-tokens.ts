import { z } from 'zod';
import { appError } from '../../../shared/contract/errors.ts';
import { loginMethodSchema, reminderSchema } from '../../../shared/contract/session.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { HttpResponse } from '../../http/http.ts';
import type { Metadata, Tokens } from '../sso-client.ts';
import { answerInvalid, readJson } from './read-json.ts';
import { shownText } from './shown-text.ts';

/** RFC 6749 appendix A: tokens are printable ASCII; the bound is ours. */
const token = z.string().regex(/^[\x21-\x7e]{1,8192}$/);
const seconds = z.number().nonnegative().max(31_536_000);

const typeSchema = z.object({ access_token: token, token_type: z.string() });
const tokensSchema = z.object({
  access_token: token,
  expires_in: seconds,
  refresh_token: token,
  session: z.object({
    user_id: z.string().min(1).max(128),
    display_name: shownText(200),
    method: loginMethodSchema,
    functions: z.array(z.string().max(100)).max(1_000),
    reminders: z.array(z.string().max(100)).max(100).default([]),
    idle_seconds: seconds,
    absolute_seconds: seconds,
  }),
});
const errorSchema = z.object({ error: z.string().max(100) });

/** After these only a new log-in helps: the grant is over, or the server wants the person once more. */
const endings = ['invalid_grant', 'insufficient_authorization'];

/** Reads a token answer. A token that anybody could use who saw it (`Bearer`) is refused as `token-downgraded`. */
export function readTokens(response: HttpResponse, metadata: Metadata): Result<Tokens> {
  const body = readJson(response);
  if (!body.ok) return body;
  if (response.status !== 200) {
    const refusal = errorSchema.safeParse(body.value);
    if (!refusal.success) return answerInvalid('refusal');
    return err(
      appError(endings.includes(refusal.data.error) ? 'session-ended' : 'client-refused', { retry: 'after-login' }),
    );
  }
  const type = typeSchema.safeParse(body.value);
  // RFC 6749 section 5.1: the type is compared without regard to case.
  if (type.success && type.data.token_type.toLowerCase() !== 'dpop') return err(appError('token-downgraded'));
  const tokens = tokensSchema.safeParse(body.value);
  if (!type.success || !tokens.success) return answerInvalid('tokens');
  const { access_token, refresh_token, expires_in, session } = tokens.data;
  return ok({
    metadata,
    accessToken: access_token,
    refreshToken: refresh_token,
    expiresInSeconds: expires_in,
    userId: session.user_id,
    displayName: session.display_name,
    method: session.method,
    functions: session.functions,
    reminders: reminderSchema.options.filter((known) => session.reminders.includes(known)),
    idleSeconds: session.idle_seconds,
    absoluteSeconds: session.absolute_seconds,
  });
}

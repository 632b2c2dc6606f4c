import { z } from 'zod';
import { appError } from '../../shared/contract/errors.ts';
import type { ListedUser } from '../../shared/contract/readiness.ts';
import { loginMethodSchema } from '../../shared/contract/session.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { HttpResponse } from '../http/http.ts';
import type { SessionService } from '../session/session-service.ts';

const TIMEOUT_MS = 20_000;
const MAX_BYTES = 512 * 1024;

export interface ExchangeList {
  readonly firm: string;
  readonly users: readonly ListedUser[];
}

/** A text of the server that a person will read: bounded, and without the characters that hide or reorder others. */
const shown = (longest: number) =>
  z
    .string()
    .max(longest)
    .transform((text) => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ''));

const day = z.iso.date().nullish();

/** `docs/wire/readiness.md`; members that this program does not know are left aside. */
const answerSchema = z.object({
  firm: shown(200),
  users: z
    .array(
      z
        .object({
          user_id: shown(128).pipe(z.string().min(1)),
          display_name: shown(200),
          role: z.enum(['user', 'administrator']),
          email: shown(254).nullable(),
          app_enrolled: z.boolean().nullish(),
          created: day,
          created_after_launch: z.boolean().nullish(),
          card_valid_until: day,
          last_method: loginMethodSchema.nullish(),
        })
        .transform((user) => ({
          userId: user.user_id,
          name: user.display_name,
          role: user.role,
          email: user.email,
          appEnrolled: user.app_enrolled ?? null,
          created: user.created ?? null,
          createdAfterLaunch: user.created_after_launch ?? null,
          cardValidUntil: user.card_valid_until ?? null,
          lastMethod: user.last_method ?? null,
        })),
    )
    .max(1_000),
});

function readAnswer(response: HttpResponse): Result<ExchangeList> {
  const { status } = response;
  if (status === 403) return err(appError('not-administrator'));
  if (status === 404) return err(appError('readiness-unavailable'));
  if (status >= 500) return err(appError('server-error', { retry: 'now', details: { status } }));
  try {
    const parsed = answerSchema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(response.body)));
    if (status === 200 && parsed.success) return ok(parsed.data);
  } catch {
    // Neither UTF-8 nor JSON: the same as any other answer that is not of the protocol.
  }
  return err(appError('answer-invalid', { retry: 'now', details: { reason: 'readiness' } }));
}

/** Asks the CCMS SSO for the users of the firm of whoever is logged in. `not-administrator` when the exchange refuses them. */
export async function askExchange(
  sessions: Pick<SessionService, 'authorized'>,
  issuer: string,
): Promise<Result<ExchangeList>> {
  const answer = await sessions.authorized('ccms', {
    method: 'GET',
    url: `${issuer}/readiness`,
    headers: { accept: 'application/json' },
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  });
  return answer.ok ? readAnswer(answer.value) : answer;
}

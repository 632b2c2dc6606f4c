import { z } from 'zod';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { encodeForm } from '../http/encode-form.ts';
import type { HttpRequest, HttpResponse } from '../http/http.ts';
import type { SessionService } from '../session/session-service.ts';

const TIMEOUT_MS = 20_000;
const MAX_BYTES = 65_536;

const refusalSchema = z.object({ error: z.string().max(100), reason: z.string().max(100).optional() });

export interface Question<T> {
  readonly verb: '' | '/begin' | '/confirm' | '/remove';
  readonly members?: Readonly<Record<string, string>>;
  readonly answer: z.ZodType<T>;
}

function invalid(reason: string): Result<never> {
  return err(appError('answer-invalid', { retry: 'now', details: { reason } }));
}

function readJson(response: HttpResponse): unknown {
  if (response.headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== 'application/json') return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(response.body));
  } catch {
    // The parser's message quotes the answer, which may hold a secret.
    return undefined;
  }
}

function refusal(body: unknown): Result<never> {
  const parsed = refusalSchema.safeParse(body);
  if (!parsed.success) return invalid('refusal');
  if (parsed.data.reason === 'otp_wrong') return err(appError('otp-wrong', { retry: 'now' }));
  if (parsed.data.reason === 'nothing_begun') return err(appError('authenticator-not-begun', { retry: 'now' }));
  return err(appError('client-refused'));
}

/** Asks `{issuer}/authenticator…` with the ECP session (docs/wire/sso.md). */
export async function askExchange<T>(
  sessions: Pick<SessionService, 'authorized'>,
  issuer: string,
  { verb, members, answer }: Question<T>,
): Promise<Result<T>> {
  const url = `${issuer.replace(/\/$/, '')}/authenticator${verb}`;
  const limits = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES };
  const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
  const body = encodeForm(members ?? {});
  const request: HttpRequest =
    verb === ''
      ? { method: 'GET', url, headers: { accept: headers.accept }, ...limits }
      : { method: 'POST', url, headers, body, ...limits };
  const sent = await sessions.authorized('ecp', request);
  body.fill(0);
  if (!sent.ok) return sent;
  const { status } = sent.value;
  if (status === 404) return err(appError('authenticator-unavailable'));
  if (status === 429) return err(appError('rate-limited', { retry: 'now' }));
  if (status >= 500) return err(appError('server-error', { retry: 'now', details: { status } }));
  const json = readJson(sent.value);
  if (json === undefined) return invalid('json');
  if (status !== 200) return refusal(json);
  const parsed = answer.safeParse(json);
  return parsed.success ? ok(parsed.data) : invalid('authenticator');
}

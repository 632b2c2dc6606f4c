import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { encodeForm } from '../http/encode-form.ts';
import type { Http } from '../http/http.ts';

const TIMEOUT_MS = 20_000;
const MAX_BYTES = 65_536;

/** An answer of 200 or 400 with its JSON. */
export interface FormAnswer {
  readonly accepted: boolean;
  readonly json: unknown;
}

export function answerInvalid(reason: string): Result<never> {
  return err(appError('answer-invalid', { retry: 'now', details: { reason } }));
}

/** Posts a form; the encoded form is overwritten once the answer is there. A redirect is refused by `Http`. */
export async function postForm(
  http: Http,
  url: string,
  members: Readonly<Record<string, string>>,
): Promise<Result<FormAnswer>> {
  const body = encodeForm(members);
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const limits = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES };
  const sent = await http.request({ method: 'POST', url, headers, body, ...limits });
  body.fill(0);
  if (!sent.ok) return sent;
  const { status, headers: answered } = sent.value;
  if (status === 404) return err(appError('recovery-unavailable'));
  if (status === 429) return err(appError('rate-limited', { retry: 'now' }));
  if (status >= 500) return err(appError('server-error', { retry: 'now', details: { status } }));
  if (status !== 200 && status !== 400) return answerInvalid('status');
  if (answered['content-type']?.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    return answerInvalid('content-type');
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(sent.value.body);
    return ok({ accepted: status === 200, json: JSON.parse(text) });
  } catch {
    // The parser's message quotes the answer.
    return answerInvalid('json');
  }
}

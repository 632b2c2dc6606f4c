import { z } from 'zod';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { HttpResponse } from '../http/http.ts';
import { answerInvalid, readJson } from './answers/read-json.ts';
import { sendWithProof } from './dpop/send-with-proof.ts';
import { ANSWER_TIMEOUT_MS, MAX_ANSWER_BYTES, type SsoContext } from './sso-context.ts';

const nonceErrorSchema = z.object({ error: z.literal('use_dpop_nonce') });

function wantsNonce(response: HttpResponse): boolean {
  if (response.status !== 400) return false;
  const body = readJson(response);
  return body.ok && nonceErrorSchema.safeParse(body.value).success;
}

/**
 * Posts a form to the SSO with a DPoP proof and gives its answer of 200, 400 or 401. Before the server's wait is over
 * nothing is sent (`rate-limited`); 5xx is `server-error`. The encoded form is overwritten once the answer is there.
 */
export async function sendForm(
  context: SsoContext,
  url: string,
  form: {
    readonly members: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
    /** Sees every answer, also one that ends as an error here. */
    readonly onAnswer?: (response: HttpResponse) => void;
  },
): Promise<Result<HttpResponse>> {
  const closed = context.rateGate.closed();
  if (closed !== null) return err(closed);
  const body = Buffer.from(new URLSearchParams(form.members).toString(), 'ascii');
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const limits = { timeoutMs: ANSWER_TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES, signal: form.signal };
  try {
    const sent = await sendWithProof(context, { method: 'POST', url, headers, body, ...limits }, { wantsNonce });
    if (!sent.ok) return sent;
    form.onAnswer?.(sent.value);
    const { status } = sent.value;
    if (status === 429) return err(context.rateGate.close(sent.value));
    if (status >= 500) return err(appError('server-error', { retry: 'now', details: { status } }));
    return status === 200 || status === 400 || status === 401 ? ok(sent.value) : answerInvalid('status');
  } finally {
    body.fill(0);
  }
}

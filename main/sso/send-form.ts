import { z } from 'zod';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { encodeForm } from '../http/encode-form.ts';
import type { HttpResponse } from '../http/http.ts';
import { answerInvalid, readJson } from './answers/read-json.ts';
import { type ProofRefusal, sendWithProof } from './dpop/send-with-proof.ts';
import { ANSWER_TIMEOUT_MS, MAX_ANSWER_BYTES, type SsoContext } from './sso-context.ts';

const proofErrorSchema = z.object({ error: z.enum(['use_dpop_nonce', 'invalid_dpop_proof']) });

/** RFC 9449 sections 5 and 8: the SSO refuses a proof by the error of an ordinary OAuth answer. */
function refusalOf(response: HttpResponse): ProofRefusal | null {
  if (response.status !== 400 && response.status !== 401) return null;
  const body = readJson(response);
  const parsed = body.ok ? proofErrorSchema.safeParse(body.value) : null;
  return parsed?.data?.error ?? null;
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
    /** A refusal that wants the person to log in again (the draft's example for a refresh). */
    readonly mayWantLogin?: boolean;
    /** Sees every answer, also one that ends as an error here. */
    readonly onAnswer?: (response: HttpResponse) => void;
  },
): Promise<Result<HttpResponse>> {
  const closed = context.rateGate.closed();
  if (closed !== null) return err(closed);
  const body = encodeForm(form.members);
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const limits = { timeoutMs: ANSWER_TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES, signal: form.signal };
  try {
    const sent = await sendWithProof(context, { method: 'POST', url, headers, body, ...limits }, { refusalOf });
    if (!sent.ok) return sent;
    form.onAnswer?.(sent.value);
    const { status } = sent.value;
    if (status === 429) return err(context.rateGate.close(sent.value));
    if (status >= 500) return err(appError('server-error', { retry: 'now', details: { status } }));
    const isOurs = status === 200 || status === 400 || status === 401 || (status === 403 && form.mayWantLogin === true);
    return isOurs ? ok(sent.value) : answerInvalid('status');
  } finally {
    body.fill(0);
  }
}

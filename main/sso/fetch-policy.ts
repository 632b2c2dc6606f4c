import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { answerInvalid } from './answers/read-json.ts';
import { discover } from './discover.ts';
import { ANSWER_TIMEOUT_MS, MAX_ANSWER_BYTES, type SsoContext } from './sso-context.ts';

/**
 * Asks the issuer for its transition policy (docs/wire/policy.md) and gives the document as text, not verified. Null when the
 * metadata names none, or the address answers 404: the issuer itself says that there is none.
 */
export async function fetchPolicy(context: SsoContext, signal: AbortSignal): Promise<Result<string | null>> {
  const metadata = await discover(context, signal);
  if (!metadata.ok) return metadata;
  const { policyUri } = metadata.value;
  if (policyUri === null) return ok(null);
  const answer = await context.http.request({
    method: 'GET',
    url: policyUri,
    headers: { accept: 'application/jose' },
    timeoutMs: ANSWER_TIMEOUT_MS,
    maxBytes: MAX_ANSWER_BYTES,
    signal,
  });
  if (!answer.ok) return answer;
  const { status, headers, body } = answer.value;
  if (status === 429) return err(context.rateGate.close(answer.value));
  if (status >= 500) return err(appError('server-error', { retry: 'now', details: { status } }));
  if (status === 404) return ok(null);
  if (status !== 200) return answerInvalid('status');
  if (headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== 'application/jose') {
    return answerInvalid('content-type');
  }
  return ok(Buffer.from(body).toString('latin1').trim());
}

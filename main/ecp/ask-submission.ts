import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { AskOutcome } from './ecp-client.ts';
import { readAnswer, readOne } from './read-answer.ts';
import type { EcpRequests } from './requests.ts';
import { wireReceiptSchema } from './wire-schemas.ts';

const IN_PROGRESS = 202;
const UNKNOWN = 404;
const REFUSED = 422;

/**
 * Asks what became of a key (operation `askSubmission`). "Unknown" is believed only from the API's own envelope: the 404 page of a
 * proxy proves nothing and is `answer-invalid`.
 */
export async function askSubmission(requests: EcpRequests, idempotencyKey: string): Promise<Result<AskOutcome>> {
  const response = await requests.get(`/api/submissions/v1/${encodeURIComponent(idempotencyKey)}`);
  if (!response.ok) return response;
  const { status } = response.value;
  const envelope = readAnswer(response.value);
  if (envelope.ok) {
    if (status === IN_PROGRESS) return ok({ kind: 'in-progress' });
    const receipt = readOne(envelope.value, wireReceiptSchema);
    return receipt.ok ? ok({ kind: 'received', receipt: receipt.value }) : receipt;
  }
  const { error } = envelope;
  const isEnvelope = error.exchangeCode !== undefined;
  if (isEnvelope && status === IN_PROGRESS) return ok({ kind: 'in-progress' });
  if (isEnvelope && status === UNKNOWN) return ok({ kind: 'unknown' });
  if (isEnvelope && status === REFUSED) return ok({ kind: 'refused', error });
  return err(error);
}

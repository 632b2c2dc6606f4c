import type { Result } from '../../shared/lib/result.ts';
import type { ExchangeReceipt, SubmitRequest } from './ecp-client.ts';
import { readAnswer, readOne } from './read-answer.ts';
import { ANSWER_MS, type EcpRequests } from './requests.ts';
import { wireReceiptSchema } from './wire-schemas.ts';

/** The slowest line on which a file is still waited for: 16 bytes in a millisecond (128 kbit/s). */
const SLOWEST_BYTES_PER_MS = 16;

/**
 * Sends one file (operation `submitFile`) with its idempotency key, digest (RFC 9530) and journal head. Any answer but a receipt is an
 * error; whether it proves that nothing was accepted is for the submission to judge.
 */
export async function submitFile(requests: EcpRequests, request: SubmitRequest): Promise<Result<ExchangeReceipt>> {
  const { folderId, identity, participantCode, inputDate, fileName } = request;
  const digest = Buffer.from(request.sha256, 'hex').toString('base64');
  const response = await requests.post('/api/submissions/v1', {
    query: { folderId, identity, participantCode, inputDate, fileName },
    headers: {
      'content-type': 'application/octet-stream',
      'idempotency-key': `"${request.idempotencyKey}"`,
      'content-digest': `sha-256=:${digest}:`,
      'x-journal-head': request.journalHead,
    },
    body: { open: request.open, length: request.size },
    timeoutMs: ANSWER_MS + Math.ceil(request.size / SLOWEST_BYTES_PER_MS),
    signal: request.signal,
  });
  if (!response.ok) return response;
  const envelope = readAnswer(response.value);
  return envelope.ok ? readOne(envelope.value, wireReceiptSchema) : envelope;
}

import type { z } from 'zod';
import { type AppError, appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { HttpResponse } from '../http/http.ts';
import { type Envelope, envelopeSchema } from './wire-schemas.ts';

const SUCCESS = '0';
/** No ECP function was granted (seed ECP FAQ item 5). */
const NO_FUNCTION = '2000';
/** `docs/wire/ecp.yaml`: this idempotency key was used before with other content. */
const KEY_SPENT = 'P422';

function invalid(status: number): Result<never> {
  return err(appError('answer-invalid', { retry: 'now', details: { status } }));
}

/** The exchange's own words, cut to 200 characters and without anything that could steer a terminal or turn the text around. */
function shortened(message: string): string {
  return message
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .trim()
    .slice(0, 200)
    .toWellFormed();
}

function readEnvelope(response: HttpResponse): Envelope | null {
  const type = response.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(response.body);
    const parsed = envelopeSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    // not UTF-8, cut off, or not JSON: the caller says so
    return null;
  }
}

function refusalOf(status: number, { code, message }: Envelope): AppError {
  const words = shortened(message);
  const rest = { exchangeCode: code, ...(words === '' ? {} : { details: { message: words } }) };
  if (status === 403 || code === NO_FUNCTION) return appError('folder-not-permitted', rest);
  // Another request with this key is under way: what becomes of it can be asked.
  if (status === 409) return appError('idempotency-conflict', { ...rest, retry: 'now' });
  if (code === KEY_SPENT) return appError('idempotency-conflict', rest);
  return appError('refused-by-exchange', rest);
}

/**
 * Takes an answer of the ECP web API; gives its envelope when it is a success (2xx and code "0"). Errors: `answer-invalid` (not JSON, cut,
 * not our envelope), `server-error` (5xx), `rate-limited`, `session-ended` (401), `folder-not-permitted` (403, 2000),
 * `idempotency-conflict`, `refused-by-exchange`, each refusal with the exchange's code.
 */
export function readAnswer(response: HttpResponse): Result<Envelope> {
  const { status } = response;
  if (status >= 500) return err(appError('server-error', { retry: 'now', details: { status } }));
  if (status === 401) return err(appError('session-ended', { retry: 'after-login' }));
  if (status === 429) return err(appError('rate-limited', { retry: 'now' }));
  const envelope = readEnvelope(response);
  if (!envelope || (status >= 300 && status < 400)) return invalid(status);
  const isSuccess = status >= 200 && status < 300;
  if (isSuccess && envelope.code === SUCCESS) return ok(envelope);
  // A refusal that says "success" is neither.
  return envelope.code === SUCCESS ? invalid(status) : err(refusalOf(status, envelope));
}

/** Takes an envelope and the schema of its rows; gives the rows, or `answer-invalid` when one does not fit. */
export function readRows<T>(envelope: Envelope, schema: z.ZodType<T>): Result<readonly T[]> {
  const rows: T[] = [];
  for (const row of envelope.data ?? []) {
    const parsed = schema.safeParse(row);
    if (!parsed.success) return invalid(200);
    rows.push(parsed.data);
  }
  return ok(rows);
}

/** Takes an envelope and the schema of its one row; gives it, or `answer-invalid`. */
export function readOne<T>(envelope: Envelope, schema: z.ZodType<T>): Result<T> {
  const rows = readRows(envelope, schema);
  if (!rows.ok) return rows;
  const [only] = rows.value;
  return only !== undefined && rows.value.length === 1 ? ok(only) : invalid(200);
}

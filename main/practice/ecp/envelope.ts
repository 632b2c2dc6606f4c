import { hongKongTimestamp } from '../core/hong-kong-time.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import type { PracticeRequest } from '../net/practice-env.ts';

export type EnvelopeStatus = 200 | 201 | 202 | 400 | 401 | 403 | 404 | 409 | 413 | 422 | 500;

/** A refusal of the ECP web API: HTTP status, the code and a message for the log of whoever reads it. */
export interface Refusal {
  readonly status: EnvelopeStatus;
  readonly code: string;
  readonly message: string;
}

/** Answers in the envelope of `docs/wire/ecp.yaml`: code "0", blank message. */
export function success(
  context: PracticeContext,
  request: PracticeRequest,
  answer: { status: EnvelopeStatus; data: readonly unknown[]; totalSize?: number; nextCursor?: string },
): Response {
  const { status, ...members } = answer;
  const timestamp = hongKongTimestamp(context.clock.now());
  request.header('Cache-Control', 'no-store');
  return request.json({ code: '0', message: '', totalSize: members.data.length, ...members, timestamp }, status);
}

/** Refuses a whole request: the code also stands in `exception`, as in HKEX's FINI API. */
export function refuse(context: PracticeContext, request: PracticeRequest, refusal: Refusal): Response {
  request.header('Cache-Control', 'no-store');
  return request.json(
    {
      code: refusal.code,
      message: refusal.message,
      timestamp: hongKongTimestamp(context.clock.now()),
      exception: [{ recordErrorCode: refusal.code, recordErrorMsg: refusal.message }],
    },
    refusal.status,
  );
}

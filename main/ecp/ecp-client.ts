import type { ActivityRow } from '../../shared/contract/activity.ts';
import type { AppError } from '../../shared/contract/errors.ts';
import type { Folder } from '../../shared/contract/submission.ts';
import type { Result } from '../../shared/lib/result.ts';

export interface SubmitRequest {
  readonly idempotencyKey: string;
  readonly folderId: string;
  readonly identity: string;
  readonly participantCode: string;
  readonly inputDate: string;
  readonly fileName: string;
  readonly size: number;
  readonly sha256: string;
  /** `seq:hash` of the newest journal row. */
  readonly journalHead: string;
  /** Begins the bytes anew at each call. */
  readonly open: () => AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
}

export interface ExchangeReceipt {
  readonly reference: string;
  readonly fileName: string;
  readonly size: number;
  readonly sha256: string;
  readonly receivedAt: number;
  readonly replacedSha256: string | null;
  readonly journalHead: string;
}

/** What the exchange says of a key: it has the file, is receiving it, never got it, or refused it. */
export type AskOutcome =
  | { readonly kind: 'received'; readonly receipt: ExchangeReceipt }
  | { readonly kind: 'in-progress' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly error: AppError };

export type ExchangeActivity = Omit<ActivityRow, 'verdict'>;

/** The ECP web API (`docs/wire/ecp.yaml`). A refusal is `refused-by-exchange` with the exchange's code. */
export interface EcpClient {
  folders(): Promise<Result<readonly Folder[]>>;
  submit(request: SubmitRequest): Promise<Result<ExchangeReceipt>>;
  ask(idempotencyKey: string): Promise<Result<AskOutcome>>;
  /** All pages, newest first, at most 20,000 rows. */
  activities(): Promise<Result<readonly ExchangeActivity[]>>;
}

import type { Result } from '../../shared/lib/result.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Absolute, https. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes, or a function that begins the stream anew for each attempt, with its length in bytes. */
  readonly body?: Uint8Array | { readonly open: () => AsyncIterable<Uint8Array>; readonly length: number };
  /** For the whole exchange of request and answer, in ms. */
  readonly timeoutMs: number;
  /** An answer with a longer body is cut off and reported as `answer-too-large`. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * HTTPS to the exchange. Certificates are checked explicitly (whatever the environment says), redirects are never
 * followed. Errors: `unreachable`, `timed-out`, `certificate-untrusted`, `redirect-refused`, `answer-too-large`, `cancelled`.
 * `details.bodySent` is 1 when the whole body of the request had been handed over before it failed, otherwise 0.
 * What the source of a streamed body throws is thrown on to the caller as it is (a `RangeError` when it gave more or
 * fewer bytes than announced), and the connection is cut so that the other side never takes the stump for the whole.
 */
export interface Http {
  request(request: HttpRequest): Promise<Result<HttpResponse>>;
  close(): Promise<void>;
}

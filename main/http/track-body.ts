import { Readable } from 'node:stream';
import type { HttpRequest } from './http.ts';

/** The source of a request's body failed: not the network's fault, so it goes back to whoever gave the source. */
export class BodySourceError extends Error {
  override readonly name = 'BodySourceError';
}

export interface TrackedBody {
  readonly content: Readable | null;
  readonly headers: Readonly<Record<string, string>>;
  /** True from the moment at which the last byte was handed over; the other side may have all of it. */
  isSent(): boolean;
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

/** Wraps the body of a request so that its length is exact and one can tell whether all of it was handed over. */
export function trackBody(body: HttpRequest['body']): TrackedBody {
  if (body === undefined) return { content: null, headers: {}, isSent: () => false };
  const source = body instanceof Uint8Array ? { open: () => once(body), length: body.length } : body;
  let handedOver = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of source.open()) {
        if (handedOver + chunk.length > source.length) throw new RangeError('the body is longer than announced');
        // Counted before it is written: when in doubt the other side has it.
        handedOver += chunk.length;
        yield chunk;
      }
    } catch (cause) {
      throw new BodySourceError('the source of the body failed', { cause });
    }
    if (handedOver < source.length) {
      throw new BodySourceError('the source of the body failed', {
        cause: new RangeError('the body is shorter than announced'),
      });
    }
  }
  return {
    content: Readable.from(counted()),
    headers: { 'content-length': String(source.length) },
    isSent: () => handedOver === source.length,
  };
}

import type { PracticeRequest } from './practice-env.ts';

/**
 * The bytes of a request as they arrive. Throws when the client goes away. Carries out the fault `cut-request`: the
 * connection is cut once that many bytes were read.
 */
export async function* readBody(request: PracticeRequest): AsyncGenerator<Uint8Array> {
  const { incoming } = request.env;
  const fault = request.get('fault');
  const cutAfter = fault?.kind === 'cut-request' ? fault.afterBytes : Number.POSITIVE_INFINITY;
  let count = 0;
  for await (const chunk of incoming) {
    if (!(chunk instanceof Uint8Array)) throw new Error('a request without encoding gives bytes');
    count += chunk.length;
    if (count >= cutAfter) {
      incoming.socket.destroy();
      throw new Error('connection cut by a scripted fault');
    }
    yield chunk;
  }
}

/** Reads and throws away, so that a client which is still sending gets to read its answer. Ends at `maxBytes`. */
export async function drainBody(request: PracticeRequest, maxBytes: number): Promise<void> {
  let count = 0;
  try {
    for await (const chunk of readBody(request)) {
      count += chunk.length;
      if (count > maxBytes) return;
    }
  } catch {
    // The client went away while it was being refused: there is nobody left to tell.
  }
}

/** Reads a body of this media type as text; null when it is of another or too long. */
async function readText(request: PracticeRequest, mediaType: string, maxBytes: number): Promise<string | null> {
  const type = request.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  const chunks: Uint8Array[] = [];
  let count = 0;
  for await (const chunk of readBody(request)) {
    count += chunk.length;
    if (count > maxBytes) return null;
    chunks.push(chunk);
  }
  return type === mediaType ? Buffer.concat(chunks).toString('utf8') : null;
}

/** Reads an `application/x-www-form-urlencoded` body; null when it is something else or too long. */
export async function readForm(request: PracticeRequest, maxBytes: number): Promise<URLSearchParams | null> {
  const text = await readText(request, 'application/x-www-form-urlencoded', maxBytes);
  return text === null ? null : new URLSearchParams(text);
}

/** Reads an `application/json` body; undefined when it is something else, too long or no JSON. */
export async function readJson(request: PracticeRequest, maxBytes: number): Promise<unknown> {
  const text = await readText(request, 'application/json', maxBytes);
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // The caller refuses what is not there.
    return undefined;
  }
}

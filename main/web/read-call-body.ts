const LIMIT_BYTES = 64 * 1024;
/** What a page has already put on its way is read off before the answer, or it would see a broken connection instead. */
const DISCARD_BYTES = 16 * 1024 * 1024;

/** Takes a call's request; gives its JSON value, or null when it is no JSON or longer than 64 KB. */
export async function readCallBody(request: Request): Promise<{ readonly value: unknown } | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size <= LIMIT_BYTES) chunks.push(chunk);
    if (size > DISCARD_BYTES) return null;
  }
  if (size > LIMIT_BYTES) return null;
  const [only] = chunks;
  const body =
    only && chunks.length === 1 ? Buffer.from(only.buffer, only.byteOffset, only.length) : Buffer.concat(chunks);
  try {
    return { value: JSON.parse(body.toString('utf8')) };
  } catch {
    // not JSON: the same answer as any other bad input
    return null;
  } finally {
    // It may have held a password.
    for (const bytes of [body, ...chunks]) bytes.fill(0);
  }
}

import { z } from 'zod';
import { filePurposeSchema } from '../../shared/contract/index.ts';
import type { IncomingFile } from '../app/app.ts';

const query = z.strictObject({
  name: z.string().min(1).max(1024),
  purpose: filePurposeSchema,
  size: z.coerce.number().int().nonnegative(),
});

async function* bytesOf(body: ReadableStream<Uint8Array> | null): AsyncIterable<Uint8Array> {
  if (body) yield* body;
}

/**
 * Takes `POST /files?name=&purpose=&size=` with the bytes as body; gives the file on its way in, or null when the query is
 * wrong. A page whose file changed while it was read breaks off, which surfaces as `file-changed`.
 */
export function incomingFileFromRequest(request: Request): IncomingFile | null {
  const parsed = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success) return null;
  const { name, purpose, size } = parsed.data;
  return { fileName: name, purpose, expectedSize: size, open: () => bytesOf(request.body) };
}

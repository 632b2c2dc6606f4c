import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { PracticeRequest } from '../net/practice-env.ts';
import { readBody } from '../net/read-body.ts';

export type ReceivedFile =
  | { readonly kind: 'received'; readonly size: number; readonly sha256: string }
  | { readonly kind: 'too-large' };

/**
 * Streams the body into `path`, hashing on the way; the bytes are on the disk when this resolves. Over `maxBytes` the rest
 * is read without being kept. Rejects when the client goes away. Leaves no file behind except on success.
 */
export async function receiveFile(request: PracticeRequest, path: string, maxBytes: number): Promise<ReceivedFile> {
  const hash = createHash('sha256');
  let size = 0;
  let kept = false;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of readBody(request)) {
      size += chunk.length;
      if (size > maxBytes) continue;
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    if (size > maxBytes) return { kind: 'too-large' };
    await file.sync();
    kept = true;
    return { kind: 'received', size, sha256: hash.digest('hex') };
  } finally {
    await file.close();
    if (!kept) await rm(path, { force: true });
  }
}

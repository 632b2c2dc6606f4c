import path from 'node:path';
import { z } from 'zod';
import { filePurposeSchema } from '../../shared/contract/index.ts';
import type { IncomingFile } from '../app/app.ts';
import { bytesFromPath } from '../app/bytes-from-path.ts';

const message = z.strictObject({
  path: z.string().min(1).max(32_767),
  name: z.string().min(1).max(1024),
  size: z.number().int().nonnegative(),
  purpose: filePurposeSchema,
});

/**
 * Takes what the preload sent for a file; gives the file on its way in, or null when the message is wrong. The path is one that
 * the preload resolved from a `File` which the person chose; it must be absolute and end in the name that was shown.
 */
export function incomingFileFromPath(input: unknown): IncomingFile | null {
  const parsed = message.safeParse(input);
  if (!parsed.success) return null;
  const { path: file, name, size, purpose } = parsed.data;
  if (file.includes('\0') || !path.isAbsolute(file) || path.basename(file) !== name) return null;
  return { fileName: name, purpose, expectedSize: size, open: () => bytesFromPath(file) };
}

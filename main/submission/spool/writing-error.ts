import { z } from 'zod';
import { type AppError, appError } from '../../../shared/contract/errors.ts';

const codeSchema = z.object({ code: z.enum(['ENOSPC', 'EDQUOT', 'EFBIG']) });

/** `disk-full` for a disk or quota without room; another failure of our own disk is a bug or a broken disk, and throws. */
export function writingError(cause: unknown): AppError {
  if (codeSchema.safeParse(cause).success) return appError('disk-full', { retry: 'now' });
  throw cause;
}

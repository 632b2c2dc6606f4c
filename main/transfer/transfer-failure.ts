import { type AppError, appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';

/** An expected failure on its way up through the verbs of this folder, where it becomes a `Result`. */
export class TransferFailure extends Error {
  readonly error: AppError;

  constructor(error: AppError) {
    super(error.code);
    this.name = 'TransferFailure';
    this.error = error;
  }
}

/** The error of a failure; anything else is a bug and is thrown on. */
export function failureOf(cause: unknown): AppError {
  if (cause instanceof TransferFailure) return cause.error;
  throw cause;
}

/** Runs a verb: its failure becomes a `Result`. */
export async function attempt<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work());
  } catch (cause) {
    return err(failureOf(cause));
  }
}

/** What a server says, for people: short, one line, without characters that could pass for something else. */
export function shortText(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 120);
}

/** The end of a connection, told by its operation. */
export function lost(operation: string): TransferFailure {
  return new TransferFailure(appError('unreachable', { retry: 'now', details: { operation } }));
}

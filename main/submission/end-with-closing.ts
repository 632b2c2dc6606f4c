import { appError } from '../../shared/contract/errors.ts';
import { err, type Result } from '../../shared/lib/result.ts';
import type { EcpClient } from '../ecp/ecp-client.ts';

/** The answer, or `cancelled` as soon as the signal is raised. */
export async function orClosed<T>(question: Promise<Result<T>>, closing: AbortSignal): Promise<Result<T>> {
  const { promise: closed, resolve } = Promise.withResolvers<Result<T>>();
  const answer = () => resolve(err(appError('cancelled')));
  closing.addEventListener('abort', answer, { once: true });
  if (closing.aborted) answer();
  try {
    return await Promise.race([question, closed]);
  } finally {
    // Left on the signal it would keep every answer until the program ends.
    closing.removeEventListener('abort', answer);
  }
}

/**
 * Takes the client and the signal of `close`; gives a client whose questions answer `cancelled` as soon as it is raised, so that a silent
 * exchange does not keep the program (and its data folder) after its window has gone. A submission has a signal of its own.
 */
export function endWithClosing(client: EcpClient, closing: AbortSignal): EcpClient {
  return {
    folders: () => orClosed(client.folders(), closing),
    submit: (request) => client.submit(request),
    ask: (idempotencyKey) => orClosed(client.ask(idempotencyKey), closing),
    activities: () => orClosed(client.activities(), closing),
  };
}

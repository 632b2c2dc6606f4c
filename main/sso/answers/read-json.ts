import { appError } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { HttpResponse } from '../../http/http.ts';

/** An answer that is not of the protocol. `reason` says in one word what was wrong, never what stood in it. */
export function answerInvalid(reason: string): { readonly ok: false; readonly error: ReturnType<typeof appError> } {
  return err(appError('answer-invalid', { retry: 'now', details: { reason } }));
}

/** Takes an answer; gives its JSON object, or `answer-invalid` for another content type, broken UTF-8 or broken JSON. */
export function readJson(response: HttpResponse): Result<unknown> {
  const contentType = response.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (contentType !== 'application/json') return answerInvalid('content-type');
  try {
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(response.body)));
  } catch {
    // The parser's message quotes the answer, which may hold a token.
    return answerInvalid('json');
  }
}

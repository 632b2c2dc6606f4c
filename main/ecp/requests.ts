import { err, type Result } from '../../shared/lib/result.ts';
import type { HttpRequest, HttpResponse } from '../http/http.ts';
import type { RateGate } from '../http/rate-gate.ts';
import type { Profile } from '../profile/profile.ts';
import type { SessionService } from '../session/session-service.ts';

/** What the verbs of this folder send their requests with. */
export interface EcpRequests {
  get(path: string, query?: Readonly<Record<string, string>>): Promise<Result<HttpResponse>>;
  post(path: string, request: PostRequest): Promise<Result<HttpResponse>>;
}

interface PostRequest extends Pick<HttpRequest, 'headers' | 'body' | 'timeoutMs' | 'signal'> {
  readonly query: Readonly<Record<string, string>>;
}

/** For a request without a file, in ms. */
export const ANSWER_MS = 30_000;
/** The largest page (1,000 activities of about 1 KB each) with room; more is not from this API. */
const MOST_BYTES = 4 * 1024 * 1024;

interface EcpRequestParts {
  readonly sessions: Pick<SessionService, 'authorized'>;
  readonly profile: Pick<Profile, 'ecpApi'>;
  readonly rateGate?: RateGate;
}

/**
 * Sends requests to the profile's ECP web API with the ECP session's token. A 429 that says how long to wait (RFC 6585 section 4) holds
 * every further request back for that long: `rate-limited`, with what is left of it.
 */
export function createEcpRequests({ sessions, profile, rateGate }: EcpRequestParts): EcpRequests {
  const send = async (request: HttpRequest): Promise<Result<HttpResponse>> => {
    const closed = rateGate?.closed();
    if (closed) return err(closed);
    const answer = await sessions.authorized('ecp', request);
    if (!answer.ok || answer.value.status !== 429 || answer.value.headers['retry-after'] === undefined) return answer;
    return rateGate ? err(rateGate.close(answer.value)) : answer;
  };
  const urlOf = (path: string, query: Readonly<Record<string, string>>): string => {
    const url = new URL(path, profile.ecpApi);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.href;
  };
  const accept = { accept: 'application/json' };
  return {
    get: (path, query = {}) => {
      const url = urlOf(path, query);
      return send({
        method: 'GET',
        url,
        headers: accept,
        timeoutMs: ANSWER_MS,
        maxBytes: MOST_BYTES,
      });
    },
    post: (path, { query, headers, ...request }) => {
      const url = urlOf(path, query);
      return send({
        ...request,
        method: 'POST',
        url,
        headers: { ...accept, ...headers },
        maxBytes: MOST_BYTES,
      });
    },
  };
}

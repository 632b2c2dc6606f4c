import type { Result } from '../../shared/lib/result.ts';
import type { HttpRequest, HttpResponse } from '../http/http.ts';
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

/** Sends requests to the profile's ECP web API with the ECP session's token. */
export function createEcpRequests(
  sessions: Pick<SessionService, 'authorized'>,
  profile: Pick<Profile, 'ecpApi'>,
): EcpRequests {
  const urlOf = (path: string, query: Readonly<Record<string, string>>): string => {
    const url = new URL(path, profile.ecpApi);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.href;
  };
  const accept = { accept: 'application/json' };
  return {
    get: (path, query = {}) => {
      const url = urlOf(path, query);
      return sessions.authorized('ecp', {
        method: 'GET',
        url,
        headers: accept,
        timeoutMs: ANSWER_MS,
        maxBytes: MOST_BYTES,
      });
    },
    post: (path, { query, headers, ...request }) => {
      const url = urlOf(path, query);
      return sessions.authorized('ecp', {
        ...request,
        method: 'POST',
        url,
        headers: { ...accept, ...headers },
        maxBytes: MOST_BYTES,
      });
    },
  };
}

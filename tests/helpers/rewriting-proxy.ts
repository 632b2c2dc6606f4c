import { request as httpsRequest } from 'node:https';
import type { Http } from '../../main/http/http.ts';
import type { TestAuthority } from './make-certificates.ts';
import { type Reply, type SeenRequest, startScriptedServer } from './scripted-server.ts';

export type Endpoint = 'metadata' | 'challenge' | 'token' | 'revoke';

const paths: Readonly<Record<Endpoint, string>> = {
  metadata: '/.well-known/oauth-authorization-server',
  challenge: '/authorize-challenge',
  token: '/token',
  revoke: '/revoke',
};

/** Stands between the client and a real server: hands everything on, but for the answers that a test spoils. */
export interface RewritingProxy {
  readonly seen: readonly SeenRequest[];
  forms(endpoint: Endpoint): URLSearchParams[];
  /** The next request of this endpoint is answered so, and the real server never sees it. */
  answer(endpoint: Endpoint, ...replies: readonly Reply[]): void;
  /** The real server's next answer of this endpoint is changed on its way back. */
  change(endpoint: Endpoint, change: (body: Record<string, unknown>) => Record<string, unknown>): void;
  /** An `Http` whose requests to the real server come here instead, as if somebody had got onto the line. */
  reroute(http: Http): Http;
  close(): Promise<void>;
}

type Change = (body: Record<string, unknown>) => Record<string, unknown>;

function forward(target: string, ca: readonly string[], change: Change | undefined): Reply {
  return (response, request) => {
    const { connection: _hop, ...headers } = request.headers;
    const onward = httpsRequest(
      `${target}${request.path}`,
      { method: request.method, headers: { ...headers, host: new URL(target).host }, ca: [...ca], agent: false },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const body = change ? Buffer.from(JSON.stringify(change(JSON.parse(bytes.toString())))) : bytes;
          const { 'transfer-encoding': _coding, connection: _back, ...rest } = answer.headers;
          response.writeHead(answer.statusCode ?? 502, { ...rest, 'content-length': String(body.length) });
          response.end(body);
        });
      },
    );
    onward.on('error', () => response.destroy());
    onward.end(request.body);
  };
}

/** Starts one in front of `target`, whose certificate is signed by one of `ca`. */
export async function startRewritingProxy(
  authority: TestAuthority,
  { target, ca }: { readonly target: string; readonly ca: readonly string[] },
): Promise<RewritingProxy> {
  const server = await startScriptedServer(await authority.issue());
  const replies = new Map<string, Reply[]>();
  const changes = new Map<string, Change[]>();
  const line = <T>(lines: Map<string, T[]>, endpoint: Endpoint): T[] => {
    const waiting = lines.get(paths[endpoint]) ?? [];
    lines.set(paths[endpoint], waiting);
    return waiting;
  };
  server.reply((response, request) => {
    const path = request.path.split('?')[0] ?? '';
    const reply = replies.get(path)?.shift() ?? forward(target, ca, changes.get(path)?.shift());
    reply(response, request);
  });
  return {
    seen: server.seen,
    forms: (endpoint) =>
      server.seen
        .filter(({ path }) => path === paths[endpoint])
        .map(({ body }) => new URLSearchParams(body.toString())),
    answer: (endpoint, ...wanted) => void line(replies, endpoint).push(...wanted),
    change: (endpoint, change) => void line(changes, endpoint).push(change),
    reroute: (http) => ({
      request: (request) => http.request({ ...request, url: request.url.replace(target, server.origin) }),
      close: () => http.close(),
    }),
    close: server.close,
  };
}

import { getCACertificates } from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent, request as send } from 'undici';
import { appError } from '../../shared/contract/errors.ts';
import { isLoopback } from '../../shared/lib/is-loopback.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { describeFailure } from './describe-failure.ts';
import type { Http, HttpRequest, HttpResponse } from './http.ts';
import { BodySourceError, trackBody } from './track-body.ts';

export interface UndiciHttpOptions {
  /** PEM certificates of the only authorities that are believed; null: those of the operating system. */
  readonly caCertificates: readonly string[] | null;
  /** Where proxies are named (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`); the process's own when absent. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const CONNECT_TIMEOUT_MS = 15_000;

interface Dispatchers {
  readonly direct: Dispatcher;
  readonly byProxy: Dispatcher;
}

function createDispatchers(options: UndiciHttpOptions): Dispatchers {
  const environment = options.environment ?? process.env;
  const tls = {
    ca: [...(options.caCertificates ?? getCACertificates('system'))],
    // Written out: NODE_TLS_REJECT_UNAUTHORIZED=0 and --tls-min-v1.0 change only Node's defaults.
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2' as const,
    allowH2: false,
  };
  // The deadline of each request replaces undici's own limits, which run for each phase anew. Only a connection that is
  // never made keeps one: undici cannot abort it.
  const timeout = CONNECT_TIMEOUT_MS;
  const pool = { connect: { ...tls, timeout }, headersTimeout: 0, bodyTimeout: 0, allowH2: false };
  const direct = new Agent(pool);
  const proxy = (name: string) => environment[name.toLowerCase()] ?? environment[name] ?? '';
  const httpsProxy = proxy('HTTPS_PROXY') || proxy('HTTP_PROXY');
  if (httpsProxy === '') return { direct, byProxy: direct };
  const proxyTls = { ...tls, ca: [...getCACertificates('system'), ...tls.ca], timeout };
  const requestTls = { ...tls, timeout };
  const noProxy = proxy('NO_PROXY');
  return {
    direct,
    byProxy: new EnvHttpProxyAgent({ ...pool, httpProxy: httpsProxy, httpsProxy, noProxy, proxyTls, requestTls }),
  };
}

function singleHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const single: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) single.push([name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]);
  }
  return Object.fromEntries(single);
}

/** Null when the body is longer than allowed. */
async function readBody(answer: Dispatcher.ResponseData, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let received = 0;
  if (Number(answer.headers['content-length'] ?? 0) > maxBytes) return null;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    received += chunk.length;
    if (received > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

/** Rejects when the signal aborts; undici itself notices an abort only once it is connected. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
    // The loser of the race: it was aborted, and nobody is left to be told how.
    work.catch(() => undefined);
  }
}

/** Opens HTTPS with its own connections; nothing outside the given options and the request itself has a say. */
export function createUndiciHttp(options: UndiciHttpOptions): Http {
  const dispatchers = createDispatchers(options);
  const closing = new AbortController();

  async function exchange(request: HttpRequest): Promise<Result<HttpResponse>> {
    const url = new URL(request.url);
    if (url.protocol !== 'https:') throw new TypeError('only https addresses are asked');
    const deadline = AbortSignal.timeout(request.timeoutMs);
    const finished = new AbortController();
    const cancels = [closing.signal, ...(request.signal ? [request.signal] : [])];
    const body = trackBody(request.body);
    const bodySent = () => (body.isSent() ? 1 : 0);
    const signal = AbortSignal.any([deadline, finished.signal, ...cancels]);
    if (signal.aborted) return err(appError('cancelled', { details: { bodySent: 0, host: url.host } }));
    try {
      const sending = send(url, {
        method: request.method,
        headers: { ...request.headers, ...body.headers },
        body: body.content,
        signal,
        dispatcher: isLoopback(url.hostname) ? dispatchers.direct : dispatchers.byProxy,
      });
      const answer = await orAborted(sending, signal);
      // Read by nobody when the answer is refused below: the connection is cut instead.
      answer.body.on('error', () => undefined);
      if (isRedirect(answer.statusCode)) {
        return err(appError('redirect-refused', { details: { bodySent: bodySent(), host: url.host } }));
      }
      const bytes = await readBody(answer, request.maxBytes);
      if (bytes === null) {
        return err(appError('answer-too-large', { details: { bodySent: bodySent(), limit: request.maxBytes } }));
      }
      return ok({ status: answer.statusCode, headers: singleHeaders(answer.headers), body: bytes });
    } catch (failure) {
      if (failure instanceof BodySourceError) throw failure.cause;
      const details = { bodySent: bodySent(), host: url.host };
      if (cancels.some((signal) => signal.aborted)) return err(appError('cancelled', { details }));
      if (deadline.aborted) return err(appError('timed-out', { retry: 'now', details }));
      return err(describeFailure(failure, details));
    } finally {
      finished.abort();
    }
  }

  return {
    request: exchange,
    close: async () => {
      closing.abort();
      await Promise.all([dispatchers.direct.destroy(), dispatchers.byProxy.destroy()]);
    },
  };
}

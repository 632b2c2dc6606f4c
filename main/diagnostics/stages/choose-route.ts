import { request } from 'node:http';
import type { Socket } from 'node:net';
import { connect as connectTls, getCACertificates } from 'node:tls';
import type { DiagnosticDetails } from '../../../shared/contract/diagnostics.ts';
import { type Finding, failed, passed } from '../finding.ts';
import { openSocket } from '../open-socket.ts';
import { codeOf } from '../plain-text.ts';
import type { StageContext } from '../stage-context.ts';
import { type Environment, findProxy, type Route } from './find-proxy.ts';

/** Where the TCP stage goes on: it connects by itself, or has been given a tunnel, or learns that the proxy could not make one. */
export type ChosenRoute =
  | { readonly kind: 'direct' }
  | { readonly kind: 'tunnel'; readonly socket: Socket; readonly details: DiagnosticDetails }
  | { readonly kind: 'no-tunnel'; readonly details: DiagnosticDetails };

type Proxy = Extract<Route, { kind: 'proxy' }>;

export interface RouteQuestion {
  readonly endpoint: URL;
  readonly environment: Environment;
  /** PEM certificates of the profile; a proxy that speaks TLS may also show one that this PC believes. */
  readonly caCertificates: readonly string[] | null;
}

interface ProxyName {
  readonly host: string;
  readonly caCertificates: readonly string[] | null;
}

/** Only for a proxy whose own address begins with https. */
function overTls(socket: Socket, { host, caCertificates }: ProxyName, context: StageContext): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const secure = context.keep(
    connectTls({
      socket,
      host,
      ca: [...getCACertificates('system'), ...(caCertificates ?? [])],
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
    }),
  );
  secure.once('secureConnect', () => resolve(secure));
  secure.on('error', reject);
  return promise;
}

function authorizationOf({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '' && password === '') return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}

interface TunnelAnswer {
  readonly status: number;
  readonly socket: Socket;
}

/** Asks the proxy for a tunnel (RFC 9110 section 9.3.6). */
function askForTunnel(socket: Socket, target: string, proxy: URL): Promise<TunnelAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<TunnelAnswer>();
  const asking = request({
    method: 'CONNECT',
    path: target,
    headers: { Host: target, ...authorizationOf(proxy) },
    createConnection: () => socket,
  });
  asking.once('connect', (answer, tunnel) => resolve({ status: answer.statusCode ?? 0, socket: tunnel as Socket }));
  asking.on('error', reject);
  asking.end();
  return promise;
}

const NEEDS_LOGIN = 407;
const SERVER_ERROR = 500;

function judge({ status, socket }: TunnelAnswer, details: DiagnosticDetails): Finding<ChosenRoute> {
  if (status >= 200 && status < 300) return passed('through-proxy', { kind: 'tunnel', socket, details }, details);
  const answered = { ...details, status };
  if (status === NEEDS_LOGIN) return failed('proxy-needs-login', answered);
  if (status < SERVER_ERROR) return failed('proxy-refused', answered);
  // The proxy would, but the connection behind it failed: that is the next stage's finding.
  return passed('through-proxy', { kind: 'no-tunnel', details: { status } }, details);
}

async function goThrough(route: Proxy, question: RouteQuestion, context: StageContext): Promise<Finding<ChosenRoute>> {
  const { proxy, variable } = route;
  const isSecure = proxy.protocol === 'https:';
  const host = proxy.hostname.replace(/^\[(.+)\]$/, '$1');
  const { hostname, port } = question.endpoint;
  // `host` has no user and no password: those of a proxy must not get into a report.
  const details = { proxy: proxy.host, variable };
  context.note(details);
  let socket: Socket;
  try {
    socket = await openSocket(host, Number(proxy.port) || (isSecure ? 443 : 80), context);
  } catch (failure) {
    return failed('proxy-unreachable', { ...details, cause: codeOf(failure) });
  }
  try {
    if (isSecure) socket = await overTls(socket, { host, caCertificates: question.caCertificates }, context);
  } catch (failure) {
    return failed('proxy-untrusted', { ...details, cause: codeOf(failure) });
  }
  try {
    return judge(await askForTunnel(socket, `${hostname}:${port || 443}`, proxy), details);
  } catch (failure) {
    return failed('proxy-refused', { ...details, cause: codeOf(failure) });
  }
}

/** Proxy or direct; a proxy is reached and asked for a tunnel to the endpoint at once. */
export async function chooseRoute(question: RouteQuestion, context: StageContext): Promise<Finding<ChosenRoute>> {
  const route = findProxy(question.endpoint, question.environment);
  switch (route.kind) {
    case 'direct':
      return passed(route.reason, { kind: 'direct' });
    case 'invalid':
      return failed('proxy-invalid', { variable: route.variable });
    case 'proxy':
      return goThrough(route, question, context);
  }
}

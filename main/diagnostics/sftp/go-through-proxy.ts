import type { Socket } from 'node:net';
import type { AppError } from '../../../shared/contract/errors.ts';
import type { SftpProbe } from '../../transfer/sftp-probe.ts';
import { type Finding, failed, passed } from '../finding.ts';
import type { StageContext } from '../stage-context.ts';

/** Where the connection stage goes on. `no-way`: the proxy is there, and what lies behind it could not be reached. */
export type SftpRoute =
  | { readonly kind: 'direct' }
  | { readonly kind: 'tunnel'; readonly socket: Socket }
  | { readonly kind: 'no-way' };

interface ProxyQuestion {
  readonly place: { readonly host: string; readonly port: number };
  readonly proxy: string;
  readonly probe: SftpProbe;
}

/** A signal for the wait alone: the stage's deadline must not end the tunnel once it is open. */
function whileWaiting(signal: AbortSignal): { readonly signal: AbortSignal; readonly over: () => void } {
  const waiting = new AbortController();
  const leave = () => waiting.abort();
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  return { signal: waiting.signal, over: () => signal.removeEventListener('abort', leave) };
}

function judge({ code, details }: AppError, shown: { readonly proxy: string; readonly variable: string }) {
  if (code !== 'sftp-proxy-refused') return failed<SftpRoute>('proxy-unreachable', shown);
  const reason = String(details?.reason ?? '');
  if (reason === 'no-way') return passed<SftpRoute>('through-proxy', { kind: 'no-way' }, shown);
  if (reason === 'needs-login') return failed<SftpRoute>('proxy-needs-login', shown);
  return failed<SftpRoute>('proxy-refused', { ...shown, cause: reason });
}

/** Asks the proxy of the profile for a tunnel, by HTTP CONNECT or SOCKS 5. Its user and password get into no report. */
export async function goThroughProxy(question: ProxyQuestion, context: StageContext): Promise<Finding<SftpRoute>> {
  const { place, proxy, probe } = question;
  const { protocol, host } = new URL(proxy);
  const shown = { proxy: `${protocol}//${host}`, variable: 'sftp.proxy' };
  context.note(shown);
  const wait = whileWaiting(context.signal);
  const opened = await probe.openTunnel(place, proxy, wait.signal);
  wait.over();
  if (!opened.ok) return judge(opened.error, shown);
  return passed('through-proxy', { kind: 'tunnel', socket: context.keep(opened.value) }, shown);
}

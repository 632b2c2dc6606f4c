import type { Socket } from 'node:net';
import type { DiagnosticStage } from '../../shared/contract/diagnostics.ts';
import { type Finding, failed, passed, skipped } from './finding.ts';
import type { NameService } from './names/name-service.ts';
import { type EndpointRun, runStage } from './run-stage.ts';
import { type ChosenRoute, chooseRoute } from './stages/choose-route.ts';
import { clockOffset } from './stages/clock-offset.ts';
import { connectTcp } from './stages/connect-tcp.ts';
import { fetchHttp } from './stages/fetch-http.ts';
import { type Environment, findProxy } from './stages/find-proxy.ts';
import { handshakeTls } from './stages/handshake-tls.ts';
import type { Expectation } from './stages/judge-answer.ts';
import { resolveName } from './stages/resolve-name.ts';

export const httpsStages: readonly DiagnosticStage[] = ['name', 'route', 'tcp', 'identity', 'answer', 'clock'];

/** What the checks of all endpoints share. */
export interface CheckParts {
  readonly names: NameService;
  readonly environment: Environment;
  readonly expectedAddresses: Readonly<Record<string, readonly string[] | null>>;
  readonly caCertificates: readonly string[] | null;
  readonly userAgent: string;
}

export interface HttpsEndpoint {
  readonly url: URL;
  readonly expectation: Expectation;
}

/** The host of a URL without the brackets of an IPv6 address. */
function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[(.+)\]$/, '$1');
}

/** Reaches one HTTPS endpoint. A proxy looks the name up by itself, so then this PC's DNS is not asked. */
export async function checkHttps(endpoint: HttpsEndpoint, parts: CheckParts, run: EndpointRun): Promise<void> {
  const { url, expectation } = endpoint;
  const { names, environment, caCertificates, userAgent } = parts;
  const host = bareHost(url);
  const port = Number(url.port) || 443;
  const isProxied = findProxy(url, environment).kind !== 'direct';
  const addresses = await runStage(run, 'name', {
    needs: host,
    work: async (_, context) =>
      isProxied
        ? skipped<readonly string[]>('proxy-resolves', [])
        : resolveName({ host, names, expected: parts.expectedAddresses[host] ?? null }, context),
  });
  const route = await runStage(run, 'route', {
    needs: addresses,
    work: (_, context) => chooseRoute({ endpoint: url, environment, caCertificates }, context),
  });
  const socket = await runStage(run, 'tcp', {
    needs: route,
    work: async (chosen: ChosenRoute, context): Promise<Finding<Socket>> => {
      if (chosen.kind === 'tunnel') return passed('tunnelled', chosen.socket, chosen.details);
      if (chosen.kind === 'no-tunnel') return failed('tunnel-failed', chosen.details);
      return connectTcp({ addresses: addresses ?? [], port }, context);
    },
  });
  const secure = await runStage(run, 'identity', {
    needs: socket,
    work: (plain, context) => handshakeTls({ socket: plain, host, caCertificates }, context),
  });
  const answer = await runStage(run, 'answer', {
    needs: secure,
    work: (trusted, context) =>
      fetchHttp({ socket: trusted, url, expectation, userAgent, now: run.clock.now }, context),
  });
  await runStage(run, 'clock', { needs: answer, work: async (page) => clockOffset(page) });
}

import type { Socket } from 'node:net';
import type { SftpProbe } from '../../transfer/sftp-probe.ts';
import { type Finding, failed, passed, skipped } from '../finding.ts';
import type { NameService } from '../names/name-service.ts';
import { type EndpointRun, runStage } from '../run-stage.ts';
import { connectTcp } from '../stages/connect-tcp.ts';
import { resolveName } from '../stages/resolve-name.ts';
import { goThroughProxy, type SftpRoute } from './go-through-proxy.ts';
import { readBanner } from './read-banner.ts';

export interface SftpEndpoint {
  readonly host: string;
  readonly port: number;
  readonly hostKeys: readonly string[];
  /** `http://` or `socks5://`, with user and password where it wants them; null: directly. */
  readonly proxy: string | null;
}

/** What the checks of SFTP servers share. */
export interface ReachParts {
  readonly names: NameService;
  readonly expectedAddresses: Readonly<Record<string, readonly string[] | null>>;
  readonly probe: SftpProbe;
}

/** As far as the banner: name, way, connection, answer. A proxy looks the name up by itself. */
export async function reachServer(endpoint: SftpEndpoint, parts: ReachParts, run: EndpointRun): Promise<Socket | null> {
  const { host, port, proxy } = endpoint;
  const { names, probe } = parts;
  const expected = parts.expectedAddresses[host] ?? null;
  const addresses = await runStage(run, 'name', {
    needs: host,
    work: async (_, context) =>
      proxy === null
        ? resolveName({ host, names, expected }, context)
        : skipped<readonly string[]>('proxy-resolves', []),
  });
  const route = await runStage(run, 'route', {
    needs: addresses,
    work: async (_, context): Promise<Finding<SftpRoute>> =>
      proxy === null
        ? passed('direct-sftp', { kind: 'direct' })
        : goThroughProxy({ place: { host, port }, proxy, probe }, context),
  });
  const socket = await runStage(run, 'tcp', {
    needs: route,
    work: async (chosen, context): Promise<Finding<Socket>> => {
      if (chosen.kind === 'tunnel') return passed('tunnelled', chosen.socket);
      if (chosen.kind === 'no-way') return failed('tunnel-failed');
      return connectTcp({ addresses: addresses ?? [], port }, context);
    },
  });
  return runStage(run, 'answer', { needs: socket, work: readBanner });
}

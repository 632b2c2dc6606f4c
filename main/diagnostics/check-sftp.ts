import type { DiagnosticStage } from '../../shared/contract/diagnostics.ts';
import type { CheckParts } from './check-https.ts';
import { passed, skipped } from './finding.ts';
import { type EndpointRun, runStage } from './run-stage.ts';
import { connectTcp } from './stages/connect-tcp.ts';
import { readBanner } from './stages/read-banner.ts';
import { readHostKey } from './stages/read-host-key.ts';
import { resolveName } from './stages/resolve-name.ts';

export const sftpStages: readonly DiagnosticStage[] = ['name', 'route', 'tcp', 'answer', 'identity', 'clock'];

export interface SftpEndpoint {
  readonly host: string;
  readonly port: number;
  readonly hostKeys: readonly string[];
}

/** Reaches the SFTP server, always directly, as far as its host key; nobody is authenticated. */
export async function checkSftp(endpoint: SftpEndpoint, parts: CheckParts, run: EndpointRun): Promise<void> {
  const { host, port, hostKeys } = endpoint;
  const expected = parts.expectedAddresses[host] ?? null;
  const addresses = await runStage(run, 'name', {
    needs: host,
    work: (_, context) => resolveName({ host, names: parts.names, expected }, context),
  });
  const reachable = await runStage(run, 'route', {
    needs: addresses,
    work: async (found) => passed('direct-sftp', found),
  });
  const socket = await runStage(run, 'tcp', {
    needs: reachable,
    work: (found, context) => connectTcp({ addresses: found, port }, context),
  });
  const greeted = await runStage(run, 'answer', { needs: socket, work: readBanner });
  const known = await runStage(run, 'identity', {
    needs: greeted,
    work: (connection) => readHostKey(connection, hostKeys),
  });
  await runStage(run, 'clock', { needs: known, work: async () => skipped('not-measured', true) });
}

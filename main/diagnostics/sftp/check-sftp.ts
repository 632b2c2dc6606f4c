import type { DiagnosticStage } from '../../../shared/contract/diagnostics.ts';
import { skipped } from '../finding.ts';
import { type EndpointRun, runStage } from '../run-stage.ts';
import { exchangeKeys, judgeHostKey } from './exchange-keys.ts';
import { type ReachParts, reachServer, type SftpEndpoint } from './reach-server.ts';

export const sftpStages: readonly DiagnosticStage[] = ['name', 'route', 'tcp', 'answer', 'identity', 'clock'];

/** Reaches an SFTP server as far as its host key; nobody is authenticated. */
export async function checkSftp(endpoint: SftpEndpoint, parts: ReachParts, run: EndpointRun): Promise<void> {
  const { hostKeys } = endpoint;
  const greeted = await reachServer(endpoint, parts, run);
  const known = await runStage(run, 'identity', {
    needs: greeted,
    work: async (socket) => {
      const connection = parts.probe.begin(socket, hostKeys);
      const exchanged = await exchangeKeys(connection);
      await connection.close();
      return exchanged.next === null ? { ...exchanged, next: null } : judgeHostKey(exchanged.next, hostKeys);
    },
  });
  await runStage(run, 'clock', { needs: known, work: async () => skipped('not-measured', true) });
}

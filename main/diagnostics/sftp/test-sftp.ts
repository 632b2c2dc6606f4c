import type { Result } from '../../../shared/lib/result.ts';
import type { ProbedChannel, ProbeLogin } from '../../transfer/sftp-probe.ts';
import { type EndpointRun, runStage } from '../run-stage.ts';
import { exchangeKeys, judgeHostKey } from './exchange-keys.ts';
import { logIn } from './log-in.ts';
import { type ReachParts, reachServer, type SftpEndpoint } from './reach-server.ts';
import { seeFolders, type UploadFolders } from './see-folders.ts';
import { tellOffers } from './tell-offers.ts';
import { writeTestFile } from './write-test-file.ts';

/** As whom the test logs in, and where it writes. */
export interface SftpTestAccount {
  /** Errors: `sftp-key-missing`, `sftp-key-expired`, `keychain-unavailable`. */
  identity(): Promise<Result<ProbeLogin>>;
  uploadFolders(): UploadFolders;
  readonly rename: boolean;
  readonly fsync: boolean;
}

type TestParts = ReachParts & { readonly account: SftpTestAccount };

async function tryFolders(opened: ProbedChannel | null, account: SftpTestAccount, run: EndpointRun): Promise<void> {
  const folders = await runStage(run, 'folder', {
    needs: opened,
    work: (channel, context) => seeFolders(channel, account.uploadFolders(), context),
  });
  await runStage(run, 'write', {
    needs: opened && folders && { channel: opened, folders },
    work: (found, context) => writeTestFile({ ...found, ...account }, context),
  });
}

/** Goes to an SFTP server on a fresh connection, stage by stage, as far as a hidden file that is written, read back and removed. */
export async function testSftp(endpoint: SftpEndpoint, parts: TestParts, run: EndpointRun): Promise<void> {
  const { account, probe } = parts;
  const greeted = await reachServer(endpoint, parts, run);
  const connection = greeted && probe.begin(greeted, endpoint.hostKeys);
  try {
    const exchanged = await runStage(run, 'exchange', { needs: connection, work: exchangeKeys });
    const known = await runStage(run, 'identity', {
      needs: exchanged,
      work: (found) => judgeHostKey(found, endpoint.hostKeys),
    });
    const loggedIn = await runStage(run, 'login', {
      needs: known && connection,
      work: (begun) => logIn(begun, account.identity),
    });
    const channel = await runStage(run, 'offers', { needs: loggedIn, work: tellOffers });
    await tryFolders(channel, account, run);
  } finally {
    await connection?.close();
  }
}

import { createHash } from 'node:crypto';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { Profile } from '../profile/profile.ts';
import type { SftpAccount } from '../sftp-account/sftp-account.ts';
import type { SftpDoor } from '../submission/sftp/sftp-door.ts';
import { connectServer } from '../transfer/connect/connect-server.ts';
import { keepConnection } from '../transfer/connect/keep-connection.ts';
import { type Deadlines, usualDeadlines } from '../transfer/transfer.ts';

/** ms that a connection is kept after its last use: long enough for the next file of a batch, too short to matter to the server. */
const IDLE_MS = 15_000;

/** Who would log in, in a form that tells nothing of the keys. */
function nameOf(userName: string, privateKeys: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([userName, ...privateKeys]))
    .digest('hex');
}

/**
 * Takes the profile and the SFTP account; gives the way for submissions, or null when the profile has none. All who open it at the same
 * time share one connection.
 */
export function createSftp(
  { sftp }: Profile,
  account: Pick<SftpAccount, 'identity'>,
  deadlines: Deadlines = usualDeadlines,
): SftpDoor | null {
  const uploadFolder = sftp?.uploadFolder;
  if (!sftp || !uploadFolder) return null;
  const { host, port, backup, hostKeys } = sftp;
  const hosts = [{ host, port }, ...(backup ? [backup] : [])];
  const kept = keepConnection(IDLE_MS);
  return {
    async ready() {
      const identity = await account.identity();
      return identity.ok ? ok({ userName: identity.value.userName }) : identity;
    },
    async open(signal) {
      const identity = await account.identity();
      if (!identity.ok) return identity;
      const { userName, privateKeys } = identity.value;
      if (privateKeys.length === 0) return err(appError('sftp-key-refused'));
      const target = { hosts, hostKeys, proxy: sftp.proxy ?? null, userName, privateKeys, deadlines };
      return kept.open(nameOf(userName, privateKeys), (stop) => connectServer(target, stop), signal);
    },
    close: kept.close,
    pathOf: (folderId, fileName) => `${uploadFolder.replaceAll('{folderId}', folderId).replace(/\/$/, '')}/${fileName}`,
    rename: sftp.rename ?? true,
    fsync: sftp.fsync ?? true,
    confirm: sftp.confirm ?? 'activity',
  };
}

import { appError } from '../../shared/contract/errors.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { Profile } from '../profile/profile.ts';
import type { SftpAccount } from '../sftp-account/sftp-account.ts';
import type { SftpDoor } from '../submission/sftp/sftp-door.ts';
import { connectServer } from '../transfer/connect-server.ts';
import { type Deadlines, usualDeadlines } from '../transfer/transfer.ts';

/** Takes the profile and the SFTP account; gives the way for submissions, or null when the profile has none. */
export function createSftp(
  { sftp }: Profile,
  account: Pick<SftpAccount, 'identity'>,
  deadlines: Deadlines = usualDeadlines,
): SftpDoor | null {
  const uploadFolder = sftp?.uploadFolder;
  if (!sftp || !uploadFolder) return null;
  const { host, port, backup, hostKeys } = sftp;
  return {
    async ready() {
      const identity = await account.identity();
      return identity.ok ? ok({ userName: identity.value.userName }) : identity;
    },
    async open(signal) {
      const identity = await account.identity();
      if (!identity.ok) return identity;
      if (identity.value.privateKeys.length === 0) return err(appError('sftp-key-refused'));
      const hosts = [{ host, port }, ...(backup ? [backup] : [])];
      return connectServer({ hosts, hostKeys, proxy: sftp.proxy ?? null, ...identity.value, deadlines }, signal);
    },
    pathOf: (folderId, fileName) => `${uploadFolder.replaceAll('{folderId}', folderId).replace(/\/$/, '')}/${fileName}`,
    rename: sftp.rename ?? true,
    fsync: sftp.fsync ?? true,
    confirm: sftp.confirm ?? 'activity',
  };
}

import type { UploadFolders } from '../diagnostics/sftp/see-folders.ts';
import type { SftpTestAccount } from '../diagnostics/sftp/test-sftp.ts';
import type { Profile } from '../profile/profile.ts';
import type { SftpAccount } from '../sftp-account/sftp-account.ts';

interface SftpTestParts {
  readonly profile: Pick<Profile, 'sftp'>;
  readonly account: Pick<SftpAccount, 'identity'>;
  /** The ECP folders that are known; null before the first catalogue. */
  readonly folderIds: () => readonly string[] | null;
}

const PLACE = '{folderId}';

function uploadFoldersOf(uploadFolder: string | null, folderIds: readonly string[] | null): UploadFolders {
  if (uploadFolder === null) return { kind: 'none' };
  if (!uploadFolder.includes(PLACE)) return { kind: 'named', paths: [uploadFolder] };
  if (folderIds === null || folderIds.length === 0) return { kind: 'unknown' };
  return { kind: 'named', paths: folderIds.map((folderId) => uploadFolder.replaceAll(PLACE, folderId)) };
}

/** As whom the SFTP test logs in and where it writes: as the program itself would. */
export function createSftpTestAccount({ profile, account, folderIds }: SftpTestParts): SftpTestAccount {
  const { sftp } = profile;
  return {
    identity: account.identity,
    uploadFolders: () => uploadFoldersOf(sftp?.uploadFolder ?? null, folderIds()),
    rename: sftp?.rename ?? true,
    fsync: sftp?.fsync ?? true,
  };
}

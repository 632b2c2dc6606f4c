import { readFile } from 'node:fs/promises';
import { appError } from '../../../shared/contract/errors.ts';
import type { Realm } from '../../../shared/contract/session.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import { openKeychainCredentialStore } from '../../credentials/keychain-credential-store.ts';
import type { SftpTestAccount } from '../../diagnostics/sftp/test-sftp.ts';
import type { Profile } from '../../profile/profile.ts';
import { createSftpAccount } from '../../sftp-account/create-sftp-account.ts';
import { privateKeyText } from '../../sftp-account/private-key-text.ts';
import { readPrivateKey } from '../../sftp-account/read-private-key.ts';
import type { SftpAccount } from '../../sftp-account/sftp-account.ts';
import { createSftpTestAccount } from '../create-sftp-test.ts';
import { systemClock } from '../system-clock.ts';

export interface AccountOptions {
  /** The absolute path of a private key file without a passphrase, and whose it is; without both the keys are those of the keychain. */
  readonly key?: string | undefined;
  readonly user?: string | undefined;
  /** The ECP folders whose upload folders are looked at. */
  readonly folder?: readonly string[] | undefined;
}

type Identity = Pick<SftpAccount, 'identity'>;

/** The keys of this PC, as the terminal keeps them; nobody is logged in here. */
async function keptIdentity(profile: Profile): Promise<Identity> {
  const loggedOut = <R extends Realm>(realm: R) => ({ kind: 'logged-out', realm, reason: 'never' }) as const;
  return createSftpAccount({
    credentials: await openKeychainCredentialStore(profile),
    profile,
    sessions: {
      state: () => ({ ccms: loggedOut('ccms'), ecp: loggedOut('ecp'), offsetMs: null }),
      exchangeNow: systemClock.now,
      authorized: async () => err(appError('not-logged-in', { retry: 'after-login' })),
    },
  });
}

async function fileIdentity(file: string, userName: string): Promise<Identity | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    // Absent or unreadable is the same to the person who named it.
    return null;
  }
  const key = await readPrivateKey(text, null);
  return key.ok ? { identity: async () => ok({ userName, privateKeys: [privateKeyText(key.value)] }) } : null;
}

/** As whom the SFTP test logs in and where it writes; null when the key file is none. */
export async function openTestAccount(profile: Profile, options: AccountOptions): Promise<SftpTestAccount | null> {
  const { key, user, folder } = options;
  const account = key && user ? await fileIdentity(key, user) : await keptIdentity(profile);
  return account && createSftpTestAccount({ profile, account, folderIds: () => folder ?? null });
}

import type { sftpAccountCalls } from '../../../shared/contract/sftp-account.ts';
import type { SftpAccount } from '../../sftp-account/sftp-account.ts';
import type { Handlers } from './handlers.ts';

/** The account at the SFTP server. */
export function sftpAccountHandlers(account: SftpAccount): Handlers<keyof typeof sftpAccountCalls> {
  return {
    'sftp/account': () => account.view(),
    'sftp/makeKey': (input) => account.makeKey(input),
    'sftp/importKey': (input) => account.importKey(input),
    'sftp/removeKey': ({ keyId }) => account.removeKey(keyId),
    'sftp/publicKey': (input) => account.publicKey(input),
    'sftp/registerKey': ({ keyId }) => account.registerKey(keyId),
    'sftp/registerAddress': ({ address }) => account.registerAddress(address),
  };
}

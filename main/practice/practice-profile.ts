import { type PolicyKey, type Profile, profileSchema } from '../profile/profile.ts';
import { practiceFolders } from './folders.ts';
import type { PracticePorts } from './practice-exchange.ts';
import { forgottenMailHeaders } from './recovery/forgotten-mail.ts';
import { CHECKSUM_SUFFIX, RESPONSE_NAME } from './sftp/respond.ts';
import { DOWNLOAD_FOLDER, UPLOAD_FOLDER } from './sftp/tree.ts';
import { realmClients } from './sso/realm.ts';
import { ADMINISTRATOR_FUNCTION } from './users.ts';

/** What a client must know to believe the practice exchange. */
export interface PracticeKeys {
  /** PEM */
  readonly certificate: string;
  readonly policyKey: PolicyKey;
  readonly hostKeys: readonly string[];
}

/** The connection profile of a practice exchange on these ports. The help line is the one of the seed circular. */
export function practiceProfile(ports: PracticePorts, keys: PracticeKeys): Profile {
  const secure = (port: number) => `https://127.0.0.1:${port}`;
  const pages = `http://127.0.0.1:${ports.pages}`;
  return profileSchema.parse({
    id: 'practice',
    label: 'practice exchange',
    kind: 'practice',
    caCertificates: [keys.certificate],
    realms: {
      ccms: { issuer: secure(ports.ccms), ...realmClients.ccms },
      ecp: { issuer: secure(ports.ecp), ...realmClients.ecp },
    },
    ecpApi: secure(ports.api),
    help: { hotline: '2979 7222', email: 'clearingpsd@hkex.com.hk' },
    policyKey: keys.policyKey,
    keepCredentials: true,
    keepAuthenticatorSeed: true,
    forgottenPassword: {
      sender: forgottenMailHeaders.from,
      subject: forgottenMailHeaders.subject,
      // Seed ECP FAQ item 15.
      realMail: {
        sender: 'noreply_connect@hkex.com.hk',
        subject: 'HKEX Client Connect: Forgotten password email',
      },
    },
    expectedAddresses: null,
    sftp: {
      host: '127.0.0.1',
      port: ports.sftp,
      hostKeys: keys.hostKeys,
      uploadFolder: `/{folderId}/${UPLOAD_FOLDER}`,
      download: {
        folder: `/{folderId}/${DOWNLOAD_FOLDER}`,
        folderIds: practiceFolders.map(({ folderId }) => folderId),
        checksumSuffix: CHECKSUM_SUFFIX,
        resultNames: [RESPONSE_NAME],
      },
    },
    lock: { longestMinutes: null },
    readiness: { administratorFunctions: [ADMINISTRATOR_FUNCTION] },
    practicePages: {
      start: `${pages}/`,
      mailbox: `${pages}/mailbox`,
      ccms: `${pages}/ccms`,
      clock: `${pages}/clock`,
    },
  });
}

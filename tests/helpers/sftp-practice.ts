import type { FaultRuleInput } from '../../main/practice/faults/fault.ts';
import { makeSshKey } from '../../main/practice/sftp/make-ssh-key.ts';
import type { SftpTarget } from '../../main/transfer/transfer.ts';
import { type PracticeSetup, setUpPractice } from './practice-setup.ts';
import { temporaryFolder } from './submission-setup.ts';

export const SFTP_USER = 'chan@firm.example';
/** Short, so that a server that says nothing is given up soon. */
export const shortDeadlines = { connect: 900, operation: 400, slow: 400 };
/** Where no server is silent, a busy machine may be. */
export const patientDeadlines = { connect: 10_000, operation: 10_000, slow: 10_000 };

export interface SftpPractice extends PracticeSetup {
  readonly target: SftpTarget;
  readonly privateKey: string;
  /** For files on this side. */
  readonly localFolder: string;
  /** A file name of SD-1 that was never used here. */
  freshName(): string;
  fault(endpoint: FaultRuleInput['endpoint'], fault: FaultRuleInput['fault']): void;
}

/** A practice exchange with a key that its SFTP server knows. */
export async function setUpSftpPractice(): Promise<SftpPractice> {
  const practice = await setUpPractice();
  const local = await temporaryFolder();
  let names = 0;
  const { control, profile } = practice.exchange;
  const { private: privateKey, public: publicKey } = makeSshKey('ed25519');
  control.registerSftpKey(SFTP_USER, publicKey);
  const { sftp } = profile;
  if (!sftp) throw new Error('the practice exchange has SFTP');
  return {
    ...practice,
    privateKey,
    target: {
      hosts: [{ host: sftp.host, port: sftp.port }],
      hostKeys: sftp.hostKeys,
      proxy: null,
      userName: SFTP_USER,
      privateKeys: [privateKey],
      deadlines: shortDeadlines,
    },
    localFolder: local.folder,
    freshName() {
      names += 1;
      const day = new Date(Date.UTC(2026, 0, names)).toISOString().slice(0, 10).replaceAll('-', '');
      return `SD_01234_${day}.csv`;
    },
    fault: (endpoint, fault) => control.addFault({ endpoint, fault }),
    async close() {
      await practice.close();
      await local.remove();
    },
  };
}

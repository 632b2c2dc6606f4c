import type { FaultRuleInput } from '../../main/practice/faults/fault.ts';
import { makeSshKey } from '../../main/practice/sftp/make-ssh-key.ts';
import type { SftpTarget } from '../../main/transfer/transfer.ts';
import { type PracticeSetup, setUpPractice } from './practice-setup.ts';

export const SFTP_USER = 'chan@firm.example';
/** Short, so that a server that says nothing is given up soon. */
export const shortDeadlines = { connect: 900, operation: 400, slow: 400 };

export interface SftpPractice extends PracticeSetup {
  readonly target: SftpTarget;
  readonly privateKey: string;
  fault(endpoint: FaultRuleInput['endpoint'], fault: FaultRuleInput['fault']): void;
}

/** A practice exchange with a key that its SFTP server knows. */
export async function setUpSftpPractice(): Promise<SftpPractice> {
  const practice = await setUpPractice();
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
    fault: (endpoint, fault) => control.addFault({ endpoint, fault }),
  };
}

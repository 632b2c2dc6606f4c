import type { LinkVerdict, PasswordChange } from '../../shared/contract/recovery.ts';
import type { Result } from '../../shared/lib/result.ts';

interface MailToLookFor {
  readonly sender: string;
  readonly subject: string;
}

/** A forgotten password of Client Connect. `recovery-unavailable` where the profile's exchange does not offer it. */
export interface RecoveryService {
  describe(): { offered: boolean; mail: MailToLookFor | null; realMail: MailToLookFor | null };
  /** Asks for a mail with a link; the answer is the same whether or not such an account exists. */
  request(input: { email: string; phone: string }): Promise<Result<null>>;
  /** Judges a pasted link. Nothing is sent when it does not lead to the exchange. */
  checkLink(link: string): Promise<Result<LinkVerdict>>;
  setPassword(input: { link: string; password: string }): Promise<Result<PasswordChange>>;
}

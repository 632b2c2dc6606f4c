import type { Realm } from '../../shared/contract/session.ts';
import { countMails, readOtp } from './read-otp.ts';
import type { Terminal } from './terminal.ts';

export interface DemoUser {
  readonly userId: string;
  readonly password: string;
  readonly email: string | null;
}

/** Logs in with the password and the one-time password that arrives in the mailbox. */
export async function logIn(terminal: Terminal, realm: Realm, user: DemoUser): Promise<void> {
  const mailbox = terminal.profile.practicePages?.mailbox;
  if (!mailbox || !user.email) throw new Error('the demo needs the practice mailbox');
  const seen = await countMails(mailbox, user.email);
  const { userId, password } = user;
  const step = await terminal.call('session/begin', { realm, userId, password, remember: false });
  if (step.kind !== 'otp') throw new Error(`${realm} did not ask for an OTP`);
  terminal.say(
    `${realm.toUpperCase()}: password accepted for ${userId}; OTP sent to ${step.maskedAddress}, "${step.subject}".`,
  );
  const otp = await readOtp(mailbox, user.email, seen);
  const session = await terminal.call('session/submitOtp', { realm, otp });
  if (session.kind !== 'logged-in') throw new Error(`${realm} did not log in`);
  terminal.say(`${realm.toUpperCase()}: logged in as ${session.displayName} by ${session.method}.`);
}

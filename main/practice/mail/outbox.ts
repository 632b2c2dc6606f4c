import { createTransport } from 'nodemailer';
import type { FaultBoard } from '../faults/fault-board.ts';

export interface OutgoingMail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends mails by SMTP: to the practice mailbox, or to a real server. */
export interface Outbox {
  /** True when mails go to a real server instead of the mailbox; the pages say so. */
  readonly leavesThisPc: boolean;
  /** Resolves when the mail was handed over or, at the latest, after two seconds: a log-in never waits for a slow mail server. */
  send(mail: OutgoingMail): Promise<void>;
  close(): void;
}

export interface OutboxOptions {
  /** `smtp://host:port` or `smtps://`; may carry credentials, so it is never logged. */
  readonly smtpUrl: string;
  /** With a real server: the one address that gets every mail instead of the made-up ones. */
  readonly redirectTo: string | null;
  readonly faults: FaultBoard;
  readonly log: (line: string) => void;
}

const PATIENCE_MS = 2000;

/** Makes the outbox. The fault `mail-delay` of the endpoint `mail` holds a mail back. */
export function createOutbox(options: OutboxOptions): Outbox {
  const transport = createTransport(options.smtpUrl);
  const timers = new Set<NodeJS.Timeout>();

  function later(milliseconds: number, work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, milliseconds);
    timers.add(timer);
  }

  async function deliver(mail: OutgoingMail): Promise<void> {
    try {
      await transport.sendMail({ ...mail, to: options.redirectTo ?? mail.to });
    } catch {
      // The reason may contain the server's address and credentials; that a mail was lost is what a person must know.
      options.log('a mail could not be delivered by SMTP');
    }
  }

  return {
    leavesThisPc: options.redirectTo !== null,
    async send(mail) {
      const fault = options.faults.take('mail');
      if (fault?.kind === 'mail-delay') {
        later(fault.milliseconds, () => void deliver(mail));
        return;
      }
      await Promise.race([deliver(mail), new Promise<void>((resolve) => later(PATIENCE_MS, resolve))]);
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      transport.close();
    },
  };
}

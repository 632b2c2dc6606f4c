import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

const messages = z.array(z.object({ text: z.string() }));

async function readMails(mailbox: string, address: string): Promise<z.infer<typeof messages>> {
  const url = new URL('/mailbox/messages', mailbox);
  url.searchParams.set('to', address);
  return messages.parse(await (await fetch(url)).json());
}

/** How many mails the practice mailbox holds for an address. */
export async function countMails(mailbox: string, address: string): Promise<number> {
  return (await readMails(mailbox, address)).length;
}

/**
 * Reads the OTP of the newest mail once there are more than `seen`, as a person would on the mailbox page; waits 10 s at
 * most and throws then. The mail itself travelled over SMTP.
 */
export async function readOtp(mailbox: string, address: string, seen: number): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const mails = await readMails(mailbox, address);
    const otp = /\b\d{6}\b/.exec(mails[0]?.text ?? '')?.[0];
    if (mails.length > seen && otp) return otp;
    await delay(100);
  }
  throw new Error(`no mail for ${address} within 10 s`);
}

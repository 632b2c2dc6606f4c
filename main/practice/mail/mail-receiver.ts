import type { DatabaseSync } from 'node:sqlite';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { ExchangeClock } from '../core/exchange-clock.ts';
import { storeMail } from './mail-store.ts';

export interface MailReceiver {
  readonly port: number;
  close(): Promise<void>;
}

const MAX_MAIL_BYTES = 256 * 1024;

/** A real SMTP server on 127.0.0.1: what it receives goes into the mailbox, one copy for each recipient. */
export async function startMailReceiver(database: DatabaseSync, clock: ExchangeClock): Promise<MailReceiver> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAX_MAIL_BYTES,
    onData(stream, session, callback) {
      receive(stream)
        .then((mail) => {
          for (const recipient of session.envelope.rcptTo) {
            storeMail(database, { ...mail, to: recipient.address, receivedAt: clock.now() });
          }
          callback();
        })
        .catch((error: unknown) => callback(error instanceof Error ? error : new Error('mail not readable')));
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const address = server.server.address();
  if (!address || typeof address === 'string') throw new Error('a listening server has an address');
  return { port: address.port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

async function receive(stream: SMTPServerDataStream): Promise<{ from: string; subject: string; text: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  if (stream.sizeExceeded) throw new Error('mail too large');
  const mail = await PostalMime.parse(Buffer.concat(chunks));
  return { from: mail.from?.address ?? '', subject: mail.subject ?? '', text: (mail.text ?? '').trimEnd() };
}

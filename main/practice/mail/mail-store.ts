import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

const rowSchema = z
  .object({
    id: z.number(),
    sender: z.string(),
    recipient: z.string(),
    subject: z.string(),
    body: z.string(),
    received_at: z.number(),
  })
  .transform((row) => ({
    id: row.id,
    from: row.sender,
    to: row.recipient,
    subject: row.subject,
    text: row.body,
    receivedAt: row.received_at,
  }));

/** A mail as it came out of SMTP. */
export type StoredMail = Readonly<z.infer<typeof rowSchema>>;

/** Keeps a mail that arrived; old ones go once there are 500. */
export function storeMail(database: DatabaseSync, mail: Omit<StoredMail, 'id'>): void {
  database
    .prepare('INSERT INTO mail (sender, recipient, subject, body, received_at) VALUES (?, ?, ?, ?, ?)')
    .run(mail.from, mail.to, mail.subject, mail.text, mail.receivedAt);
  database.exec('DELETE FROM mail WHERE id <= (SELECT max(id) FROM mail) - 500');
}

/** Newest first; of one address, or of all when `to` is null. */
export function listMails(database: DatabaseSync, to: string | null): readonly StoredMail[] {
  const rows =
    to === null
      ? database.prepare('SELECT * FROM mail ORDER BY id DESC').all()
      : database.prepare('SELECT * FROM mail WHERE recipient = ? ORDER BY id DESC').all(to);
  return z.array(rowSchema).parse(rows);
}

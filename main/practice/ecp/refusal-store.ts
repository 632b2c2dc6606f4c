import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Refusal } from './envelope.ts';
import type { SubmissionKey } from './submission-store.ts';

const rowSchema = z.object({
  fingerprint: z.string(),
  status: z.union([z.literal(413), z.literal(422)]),
  code: z.string(),
  message: z.string(),
});

export interface KeptRefusal extends Refusal {
  readonly fingerprint: string;
}

/** Remembers that a key was refused, so that somebody who lost the answer can ask for it. */
export function keepRefusal(database: DatabaseSync, key: SubmissionKey, refusal: KeptRefusal & { at: number }): void {
  database
    .prepare('INSERT OR IGNORE INTO refusal VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(key.firm, key.idempotencyKey, refusal.fingerprint, refusal.status, refusal.code, refusal.message, refusal.at);
}

export function findRefusal(database: DatabaseSync, key: SubmissionKey): KeptRefusal | null {
  const row = database
    .prepare('SELECT fingerprint, status, code, message FROM refusal WHERE firm = ? AND idempotency_key = ?')
    .get(key.firm, key.idempotencyKey);
  return row ? rowSchema.parse(row) : null;
}

import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { SentFile } from '../ledger.ts';

const rowSchema = z
  .object({ folder_id: z.string(), file_name: z.string(), sha256: z.string(), reference: z.string().nullable() })
  .transform(
    (row): SentFile => ({
      folderId: row.folder_id,
      fileName: row.file_name,
      sha256: row.sha256,
      reference: row.reference,
    }),
  );

/** Every submitted file with the newest reference that the exchange gave it, a wrong checksum's answer included. */
export function sentFiles(database: DatabaseSync): readonly SentFile[] {
  return database
    .prepare(
      `SELECT s.folder_id, d.file_name, d.sha256,
        (SELECT nullif(coalesce(json_extract(detail, '$.reference'), json_extract(detail, '$.receipt.reference')), '') AS found
         FROM journal WHERE subject = s.submission_id AND kind IN ('sent', 'confirmed', 'failed') AND found IS NOT NULL
         ORDER BY seq DESC LIMIT 1) AS reference
       FROM submissions s JOIN drafts d ON d.draft_id = s.submission_id`,
    )
    .all()
    .map((row) => rowSchema.parse(row));
}

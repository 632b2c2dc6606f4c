import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type Folder, folderSchema } from '../../../shared/contract/submission.ts';

const rowSchema = z.object({ folders: z.string() });
const foldersSchema = z.array(folderSchema);

/** The newest catalogue as it stands in the file, or null. */
export function newestCatalogueText(database: DatabaseSync): string | null {
  const row = database.prepare('SELECT folders FROM catalogues ORDER BY id DESC LIMIT 1').get();
  return row ? rowSchema.parse(row).folders : null;
}

/** The newest catalogue; null when none was fetched, or when an older program wrote one that no longer reads. */
export function newestCatalogue(database: DatabaseSync): readonly Folder[] | null {
  const text = newestCatalogueText(database);
  if (text === null) return null;
  const parsed = foldersSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}

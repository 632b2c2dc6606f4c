import type { DatabaseSync } from 'node:sqlite';
import type { Folder } from '../../../shared/contract/submission.ts';
import { newestCatalogueText } from '../query/catalogue.ts';

/** Adds a catalogue unless it is the same as the newest one. */
export function keepCatalogue(database: DatabaseSync, folders: readonly Folder[], at: number): void {
  const text = JSON.stringify(folders);
  if (text === newestCatalogueText(database)) return;
  database.prepare('INSERT INTO catalogues (at, folders) VALUES (?, ?)').run(at, text);
}

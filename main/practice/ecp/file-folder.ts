import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Received files lie under their reference; what is still arriving has a name that ends in `.part`. */
export interface FileFolder {
  temporaryPath(name: string): string;
  /** Puts a complete file into its place; durable on return. */
  keep(temporaryPath: string, reference: string): void;
  discard(temporaryPath: string): void;
}

/** Opens the folder and clears what a killed exchange left: half a file, or a file whose row was never committed. */
export function openFileFolder(stateFolder: string, references: ReadonlySet<string>): FileFolder {
  const folder = join(stateFolder, 'received');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) if (!references.has(name)) rmSync(join(folder, name));
  return {
    temporaryPath: (name) => join(folder, `${name}.part`),
    discard: (temporaryPath) => rmSync(temporaryPath, { force: true }),
    keep(temporaryPath, reference) {
      renameSync(temporaryPath, join(folder, reference));
      syncFolder(folder);
    },
  };
}

function syncFolder(folder: string): void {
  // Windows has no fsync of a directory; NTFS journals the rename itself.
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

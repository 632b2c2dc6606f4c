import type { Result } from '../../shared/lib/result.ts';

/** The four folders of each ECP folder on this PC (or on a share): what is to be sent, what came, what was sent, what could not be. */
export const localFolderKinds = ['outbox', 'inbox', 'archive', 'error'] as const;
export type LocalFolderKind = (typeof localFolderKinds)[number];

/** Where files lie outside of the program: `<root>/<ECP folder>/{outbox,inbox,archive,error}`. */
export interface LocalFolders {
  /** Absolute. `files` in the data folder unless the operator chose another. */
  root(): string;
  /** Absolute; need not exist yet. The ECP folder's id is made safe as part of a path. */
  pathOf(folderId: string, kind: LocalFolderKind): string;
  /** Makes the four folders of an ECP folder where they are missing. Errors: `local-folder-unusable` (details.reason), `disk-full`. */
  ensure(folderId: string): Promise<Result<null>>;
  /** Told when another root was chosen. */
  subscribe(listener: () => void): () => void;
}

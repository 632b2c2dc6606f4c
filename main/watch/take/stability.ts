import type { Clock } from '../../../shared/lib/clock.ts';

/** A file of an outbox as one look saw it. */
export interface SeenFile {
  readonly name: string;
  readonly size: number;
  /** ms since 1970, with the fraction that the file system has. */
  readonly modifiedAt: number;
}

export interface Stability {
  /** Takes what is in a folder now; gives the files that were the same for long enough, oldest first. */
  look(folder: string, files: readonly SeenFile[]): readonly SeenFile[];
  /** Forgets a folder that is no longer watched. */
  forget(folder: string): void;
}

interface Known extends SeenFile {
  readonly since: number;
}

/** An empty file is more often one that somebody has only begun: it must stay so for longer, as a multiple. */
const EMPTY = 30;

const oldestFirst = (one: SeenFile, other: SeenFile) =>
  one.modifiedAt - other.modifiedAt || (one.name < other.name ? -1 : 1);

/**
 * Tells which files are no longer being written: size and time of change are the same at two looks at least `settleMs` apart (an empty one
 * 30 times that). The
 * time between two looks is the monotonic clock's; a share's own clock may say anything.
 */
export function createStability(clock: Pick<Clock, 'monotonic'>, settleMs: number): Stability {
  const folders = new Map<string, Map<string, Known>>();
  return {
    look(folder, files) {
      const now = clock.monotonic();
      const before = folders.get(folder);
      const known = new Map<string, Known>();
      const stable: SeenFile[] = [];
      for (const file of files) {
        const last = before?.get(file.name);
        const isSame = last !== undefined && last.size === file.size && last.modifiedAt === file.modifiedAt;
        known.set(file.name, isSame ? last : { ...file, since: now });
        const enoughMs = file.size === 0 ? EMPTY * settleMs : settleMs;
        if (isSame && now - last.since >= enoughMs) stable.push(file);
      }
      folders.set(folder, known);
      return stable.sort(oldestFirst);
    },
    forget: (folder) => void folders.delete(folder),
  };
}

import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../shared/lib/clock.ts';
import { ok } from '../../shared/lib/result.ts';
import { addTerminalId, addWatchChoice, addWatchEvent, addWatchFile } from './append/watch.ts';
import { write } from './append/write.ts';
import {
  countWatchFiles,
  lastTakenFile,
  lastWatchFile,
  openWatchFiles,
  terminalId,
  watchChoices,
} from './query/watch.ts';
import type { WatchLedger } from './watch-ledger.ts';

/** The ledger's part for watch folders, over the same file. */
export function openWatchLedger(database: DatabaseSync, clock: Clock): WatchLedger {
  const now = () => Math.max(0, Math.round(clock.now()));
  return {
    terminalId() {
      const known = terminalId(database);
      if (known !== null) return ok(known);
      const written = write(database, () => addTerminalId(database));
      return written.ok ? ok(terminalId(database) ?? '') : written;
    },
    choose: (folderId, choice) => write(database, () => addWatchChoice(database, folderId, { at: now(), choice })),
    choices: () => watchChoices(database),
    addFile: (facts) => write(database, () => addWatchFile(database, facts)),
    note: (fileId, kind, more = {}) =>
      write(database, () => addWatchEvent(database, { fileId, kind, at: now(), more })),
    openFiles: () => openWatchFiles(database),
    last: (folderId, kind) => lastWatchFile(database, folderId, kind),
    lastTaken: (folderId) => lastTakenFile(database, folderId),
    count: (folderId, kind, since) => countWatchFiles(database, folderId, { kind, since }),
  };
}

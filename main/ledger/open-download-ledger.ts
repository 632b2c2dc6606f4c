import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../shared/lib/clock.ts';
import { addDownload, appendDownloadRow } from './append/downloads.ts';
import { write } from './append/write.ts';
import type { DownloadLedger } from './download-ledger.ts';
import { type ChainReader, createChainReader } from './query/chain-reader.ts';
import { downloadChain } from './query/chains.ts';
import { downloadById, downloadsInFolder, lastDelivered, newestDownloads, resultsOf } from './query/downloads.ts';

/** The ledger's part for files that were fetched, over the same file. `reader` remembers how far its chain was read. */
export function openDownloadLedger(
  database: DatabaseSync,
  clock: Clock,
  reader: ChainReader = createChainReader(database, downloadChain),
): DownloadLedger {
  const now = () => Math.max(0, Math.round(clock.now()));
  return {
    add: (files) =>
      write(database, () => {
        for (const facts of files) addDownload(database, { ...facts, foundAt: now() });
      }),
    note: (subject, kind, detail) =>
      write(database, () => appendDownloadRow(database, { subject, kind, detail, at: now() })),
    find: (downloadId) => downloadById(database, downloadId),
    list: (limit) => newestDownloads(database, limit),
    inFolder: (remoteFolder) => downloadsInFolder(database, remoteFolder),
    lastDelivered: (remoteFolder, fileName) => lastDelivered(database, remoteFolder, fileName),
    resultsOf: (submissionId) => resultsOf(database, submissionId),
    isIntact: () => createChainReader(database, downloadChain).verdict().intact,
    verifyGrowth: (downloadIds) => reader.verdict([], downloadIds).intact,
  };
}

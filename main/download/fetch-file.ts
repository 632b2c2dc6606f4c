import { mkdir } from 'node:fs/promises';
import type { DownloadProof } from '../../shared/contract/download.ts';
import { type AppError, appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { createSpeedMeter } from '../../shared/lib/speed-meter.ts';
import type { DownloadRecord } from '../ledger/ledger.ts';
import type { Downloaded, SftpConnection } from '../transfer/transfer.ts';
import { readChecksumFile } from './checksum-file.ts';
import type { DownloadContext } from './context.ts';
import { clearPart, deliverFile, finishDelivery, keepAside, partOf } from './deliver-file.ts';
import { remotePathOf } from './look-into-folders.ts';
import { locally } from './place-file.ts';

const LONGEST_CHECKSUM_FILE = 64 * 1024;

/** The checksum that the exchange states for a file; null where the profile knows of none. */
export async function statedChecksum(
  context: DownloadContext,
  connection: SftpConnection,
  record: DownloadRecord,
): Promise<Result<string | null>> {
  const suffix = context.plan.checksumSuffix;
  if (!suffix) return ok(null);
  const file = await connection.read(`${remotePathOf(record)}${suffix}`, LONGEST_CHECKSUM_FILE);
  if (!file.ok && file.error.code !== 'answer-too-large') return file;
  const text = file.ok ? file.value?.toString('utf8') : undefined;
  const sha256 = text === undefined ? null : readChecksumFile(text, record.facts.fileName);
  return sha256 === null ? err(appError('download-checksum-missing', { retry: 'now' })) : ok(sha256);
}

/** What an attempt on one file is given. */
export interface FetchAttempt {
  readonly connection: SftpConnection;
  readonly signal: AbortSignal;
  /** Told of the bytes that are here. */
  readonly onReceived: (bytes: number) => void;
}

async function bring(
  context: DownloadContext,
  record: DownloadRecord,
  { connection, signal, onReceived }: FetchAttempt,
): Promise<Result<Downloaded>> {
  const { downloadId, folderId, size, modifiedAt } = record.facts;
  const part = partOf(context, record);
  const ensured = await context.localFolders.ensure(folderId);
  if (!ensured.ok) return ensured;
  const made = await locally(async () => ok(await mkdir(part.folder, { recursive: true, mode: 0o750 })));
  if (!made.ok) return made;
  const meter = createSpeedMeter({
    totalBytes: size,
    clock: context.clock,
    publish: (receivedBytes, bytesPerSecond) =>
      context.publish({
        name: 'download/progress',
        payload: { downloadId, receivedBytes, totalBytes: size, bytesPerSecond },
      }),
  });
  return connection.download({
    path: remotePathOf(record),
    size,
    modifiedAt,
    partFile: part.file,
    readTwice: context.plan.readTwice ?? false,
    pace: context.pace,
    onProgress(bytes) {
      onReceived(bytes);
      meter(bytes);
    },
    onStep: context.onStep,
    signal,
  });
}

/** Whether these bytes were delivered before under this name, so that only size or time changed on the server. */
function deliveredBefore({ ledger }: DownloadContext, { facts }: DownloadRecord, sha256: string): string | null {
  const last = ledger.downloads.lastDelivered(facts.remoteFolder, facts.fileName);
  return last?.newest.kind === 'delivered' && last.newest.detail.sha256 === sha256 ? last.facts.downloadId : null;
}

function proofOf({ plan }: DownloadContext, stated: string | null): DownloadProof {
  if (stated !== null) return 'checksum';
  return plan.readTwice ? 'read-twice' : 'size-and-time';
}

/**
 * Fetches one file, proves it and delivers it, writing down what came of it; only a failure is left to the caller to write down. A file
 * whose delivery was cut off is finished without the server.
 */
export async function fetchFile(
  context: DownloadContext,
  record: DownloadRecord,
  attempt: FetchAttempt,
): Promise<Result<null | AppError>> {
  const finished = await finishDelivery(context, record);
  if (!finished.ok) return finished;
  if (finished.value) return ok(null);
  const stated = await statedChecksum(context, attempt.connection, record);
  if (!stated.ok) return stated;
  const downloaded = await bring(context, record, attempt);
  if (!downloaded.ok) return downloaded;
  const { sha256 } = downloaded.value;
  if (stated.value !== null && stated.value !== sha256) {
    return keepAside(context, record, { sha256, stated: stated.value });
  }
  const before = deliveredBefore(context, record, sha256);
  if (before !== null) {
    const noted = context.ledger.downloads.note(record.facts.downloadId, 'same', { sha256, downloadId: before });
    await clearPart(context, record);
    return noted;
  }
  return deliverFile(context, record, { sha256, proof: proofOf(context, stated.value) });
}

import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { connectServer } from '../../main/transfer/connect/connect-server.ts';
import type { SftpConnection, SftpTarget, UploadOrder } from '../../main/transfer/transfer.ts';
import { good } from './submission-setup.ts';

/** A local file of random bytes with what the ledger would say of it. */
export function sampleFile(folder: string, name: string, size: number) {
  const content = randomBytes(size);
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return { file, size, content, sha256: createHash('sha256').update(content).digest('hex') };
}

export type SampleFile = ReturnType<typeof sampleFile>;

/** An order with nothing unusual; every member may be replaced. */
export function uploadOrder(
  sample: Pick<SampleFile, 'file' | 'size' | 'sha256'>,
  finalPath: string,
  changes: Partial<UploadOrder> = {},
): UploadOrder {
  return {
    file: sample.file,
    size: sample.size,
    sha256: sample.sha256,
    finalPath,
    temporaryPath: path.posix.join(path.posix.dirname(finalPath), `.${path.posix.basename(finalPath)}.part`),
    replace: false,
    fsync: true,
    readBack: false,
    onProgress: () => undefined,
    onStep: () => undefined,
    signal: new AbortController().signal,
    ...changes,
  };
}

/** Connects, or throws the error's code. */
export async function connected(target: SftpTarget): Promise<SftpConnection> {
  return good(await connectServer(target, new AbortController().signal));
}

import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hongKongTimestamp } from '../core/hong-kong-time.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import type { SubmissionRecord } from '../ecp/submission-store.ts';
import { downloadFolderOf } from './tree.ts';

/** What a response is called, and the file beside it that holds its checksum (as `sha256sum` writes it); practice values. */
export const RESPONSE_NAME = '{fileName}.response.csv';
export const CHECKSUM_SUFFIX = '.sha256';

/** Puts a response beside the door of whoever submitted a file. */
export interface Responder {
  respond(file: SubmissionRecord): void;
  close(): void;
}

function responseText(file: SubmissionRecord): string {
  const { fileName, reference, receivedAt, size, sha256, replacedSha256 } = file;
  const members = {
    fileName,
    reference,
    status: replacedSha256 === null ? 'ACCEPTED' : 'ACCEPTED-REPLACES',
    receivedAt: hongKongTimestamp(receivedAt),
    size,
    sha256,
    formatErrors: 0,
  };
  return `${Object.keys(members).join(',')}\r\n${Object.values(members).join(',')}\r\n`;
}

/** Writes a file so that it is there at once or not at all. Its time is the exchange's, and later than that of the file it replaces. */
function publish(path: string, text: string, now: number): void {
  const before = statSync(path, { throwIfNoEntry: false });
  const modifiedAt = Math.max(now, before ? before.mtimeMs + 1000 : 0) / 1000;
  writeFileSync(`${path}.part`, text, { mode: 0o600 });
  utimesSync(`${path}.part`, modifiedAt, modifiedAt);
  renameSync(`${path}.part`, path);
}

/**
 * Makes the response file that follows each file which the exchange took, by web or SFTP. Modelled on the format-validation response of
 * the HKIDR (domain facts 4.2: within ten minutes); here it comes at once, unless the fault `slow` of `sftp/response` holds it back.
 * `refuse`: none comes; `wrong-checksum`: the checksum beside it is another one.
 */
export function createResponder(context: PracticeContext, stateFolder: string): Responder {
  const waiting = new Set<NodeJS.Timeout>();
  const write = (file: SubmissionRecord, isWrong: boolean) => {
    const folder = downloadFolderOf(stateFolder, file.submittedBy, file.folderId);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const name = RESPONSE_NAME.replace('{fileName}', file.fileName);
    const text = responseText(file);
    const sha256 = isWrong ? '0'.repeat(64) : createHash('sha256').update(text).digest('hex');
    const now = context.clock.now();
    // First the checksum: whoever sees the response finds it.
    publish(join(folder, `${name}${CHECKSUM_SUFFIX}`), `${sha256}  ${name}\n`, now);
    publish(join(folder, name), text, now);
  };
  return {
    respond(file) {
      const fault = context.faults.take('sftp/response');
      if (fault?.kind === 'refuse') return;
      const isWrong = fault?.kind === 'wrong-checksum';
      if (fault?.kind !== 'slow') {
        write(file, isWrong);
        return;
      }
      const timer = setTimeout(() => {
        waiting.delete(timer);
        write(file, isWrong);
      }, fault.milliseconds);
      waiting.add(timer);
    },
    close() {
      for (const timer of waiting) clearTimeout(timer);
    },
  };
}

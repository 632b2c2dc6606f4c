import type { AppError } from '../../../shared/contract/errors.ts';
import type { FailureReason } from '../../../shared/model/diagnostic-reasons.ts';
import type { ProbedChannel } from '../../transfer/sftp-probe.ts';
import { type Finding, failed, passed, skipped } from '../finding.ts';
import { plainList, plainText } from '../plain-text.ts';
import type { StageContext } from '../stage-context.ts';

/** Where files are put, as far as it is known. */
export type UploadFolders =
  | { readonly kind: 'named'; readonly paths: readonly string[] }
  /** The path depends on ECP folders that nobody has fetched yet. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none' };

/** The reason and the details of a verb's error; the end of a connection says the same at every step. */
export function failureOfVerb({ code, details }: AppError, refused: FailureReason): Finding<never> {
  const step = plainText(String(details?.operation ?? ''), 60);
  if (code !== 'sftp-refused') return failed(code === 'timed-out' ? 'sftp-silent' : 'sftp-cut', { step });
  return failed(refused, { step, said: plainText(String(details?.text ?? '')) });
}

/** Looks at each upload folder; those that are there are gone on with, whatever the others do. */
export async function seeFolders(
  channel: ProbedChannel,
  folders: UploadFolders,
  context: StageContext,
): Promise<Finding<readonly string[]>> {
  if (folders.kind === 'unknown') return skipped<readonly string[]>('folders-unknown', []);
  if (folders.kind === 'none') return skipped<readonly string[]>('no-upload-folder', []);
  const seen: Record<'there' | 'missing' | 'denied', string[]> = { there: [], missing: [], denied: [] };
  for (const path of folders.paths) {
    context.note({ step: plainText(path) });
    const found = await channel.seeFolder(path);
    if (!found.ok) return failureOfVerb(found.error, 'folder-denied');
    seen[found.value].push(path);
  }
  const details = {
    ...(seen.there.length > 0 && { foldersSeen: plainList(seen.there) }),
    ...(seen.missing.length > 0 && { foldersMissing: plainList(seen.missing) }),
    ...(seen.denied.length > 0 && { foldersDenied: plainList(seen.denied) }),
  };
  const next = seen.there.length > 0 ? seen.there : null;
  if (seen.missing.length > 0) return failed('folder-missing', details, next);
  if (seen.denied.length > 0) return failed('folder-denied', details, next);
  return passed('folders-seen', seen.there, details);
}

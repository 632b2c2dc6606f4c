import type { ProbedChannel } from '../../transfer/sftp-probe.ts';
import { type Finding, failed, passed, skipped } from '../finding.ts';
import { plainText } from '../plain-text.ts';
import type { StageContext } from '../stage-context.ts';
import { failureOfVerb } from './see-folders.ts';

interface WritingQuestion {
  readonly channel: ProbedChannel;
  /** Those that are there. */
  readonly folders: readonly string[];
  readonly rename: boolean;
  readonly fsync: boolean;
}

/**
 * Writes a hidden test file into each folder, reads it back and removes it. Not on a server without rename: there a name counts from
 * its first byte.
 */
export async function writeTestFile(question: WritingQuestion, context: StageContext): Promise<Finding<true>> {
  const { channel, folders, rename, fsync } = question;
  if (!rename) return skipped('write-not-tried', true);
  // The stage before has said why there is none to write to.
  if (folders.length === 0) return skipped('no-folder-to-write', true);
  let bytes = 0;
  for (const folder of folders) {
    context.note({ step: plainText(folder) });
    const tried = await channel.tryWriting(folder, fsync);
    if (!tried.ok) return failureOfVerb(tried.error, 'write-refused');
    // Broken off: nothing new is begun while the last file is being removed.
    if (context.signal.aborted) break;
    const { isSame, left } = tried.value;
    const shown = left === null ? {} : { left: plainText(left) };
    if (!isSame) return failed('write-differs', { step: plainText(folder), ...shown });
    if (left !== null) return failed('test-file-left', shown);
    bytes = tried.value.bytes;
  }
  return passed('written-and-read', true, { testFile: bytes });
}

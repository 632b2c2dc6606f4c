import path from 'node:path';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { WatchChoice } from '../ledger/ledger.ts';
import { advance, folderTrouble } from './advance.ts';
import { isPaused, pause, pauseKey, type WatchContext } from './context.ts';
import { codeOf } from './move-new.ts';
import { scheduleAt } from './schedule.ts';
import { claimFile } from './take/claim-file.ts';
import { countErrors, lookAtOutbox } from './take/look-at-outbox.ts';
import { mayOpen } from './take/may-open.ts';
import type { SeenFile } from './take/stability.ts';

/** So many files are on their way at a time; the rest wait in the outbox, where another terminal can take them over. */
const MOST_UNDER_WAY = 32;

/** A failure that is not the file system's is a bug and passes on. */
function reasonOf(cause: unknown): string {
  const reason = codeOf(cause);
  // Windows has errors that have no name here, on shares above all.
  if (!/^(E[A-Z0-9]+|UNKNOWN)$/.test(reason)) throw cause;
  return reason;
}

/** Goes on with every file that has come to no end. */
async function advanceAll(context: WatchContext): Promise<void> {
  for (const record of [...context.open.values()]) {
    if (context.closing.aborted) return;
    try {
      const advanced = await advance(context, record);
      if (!advanced.ok) context.trouble = advanced.error;
    } catch (cause) {
      context.trouble = folderTrouble(reasonOf(cause));
      // Rounds are many: only one that was due makes the next pause longer.
      if (!isPaused(context, record.facts.fileId)) pause(context, record.facts.fileId);
    }
  }
}

function underWay({ open, ledger }: WatchContext): number {
  const isInDoubt = (fileId: string) => ledger.submission(fileId)?.newest.kind === 'in-doubt';
  return [...open.values()].filter(({ facts, newest }) => newest.kind !== 'submitted' || !isInDoubt(facts.fileId))
    .length;
}

/** Files that may be taken now; also how many of them somebody else holds. */
async function takeable(context: WatchContext, folderId: string, stable: readonly SeenFile[]) {
  const outbox = context.folders.pathOf(folderId, 'outbox');
  // Two of one name go one after the other, so that the second is judged by what became of the first.
  const names = new Set(
    [...context.open.values()].filter(({ facts }) => facts.folderId === folderId).map(({ facts }) => facts.name),
  );
  const free: SeenFile[] = [];
  let blocked = 0;
  for (const file of stable) {
    if (names.has(file.name) || isPaused(context, pauseKey(folderId, file.name))) continue;
    if (await mayOpen(path.join(outbox, file.name))) free.push(file);
    else blocked += 1;
  }
  return { free, blocked };
}

async function takeFrom(context: WatchContext, folderId: string, free: readonly SeenFile[]): Promise<Result<null>> {
  const channels = await context.submissions.channels();
  context.sftp = channels.sftp;
  if (channels.sftp) return ok(null);
  for (const file of free) {
    if (underWay(context) >= MOST_UNDER_WAY || !context.lease().isMine() || context.closing.aborted) break;
    const claimed = await claimFile(context, folderId, file);
    if (!claimed.ok) return claimed;
    const record = [...context.open.values()].at(-1);
    const sent = record?.newest.kind === 'claimed' ? await advance(context, record) : ok(null);
    if (!sent.ok) return sent;
  }
  return ok(null);
}

async function watchFolder(context: WatchContext, folderId: string): Promise<void> {
  const { folders, stability, looks, lease, schedules } = context;
  const outbox = folders.pathOf(folderId, 'outbox');
  const seen = await lookAtOutbox(outbox);
  const { free, blocked } = await takeable(context, folderId, stability.look(outbox, seen.files));
  const error = await countErrors(folders.pathOf(folderId, 'error'));
  looks.set(folderId, { outbox: seen.count, blocked, error, trouble: null });
  const { isOpen } = scheduleAt(schedules[folderId] ?? null, context.exchangeNow());
  if (free.length === 0 || !isOpen || !lease().isMine()) return;
  const taken = await takeFrom(context, folderId, free);
  if (!taken.ok) context.trouble = taken.error;
}

async function watchOrMake(context: WatchContext, folderId: string): Promise<void> {
  try {
    await watchFolder(context, folderId);
  } catch (cause) {
    const reason = reasonOf(cause);
    // Removed while the program ran, or a share that is back and empty. With a file on its way it is away, and comes back.
    const isEmpty = reason === 'ENOENT' && context.open.size === 0;
    const made = isEmpty ? await context.folders.ensure(folderId) : null;
    const look = context.looks.get(folderId) ?? { outbox: 0, blocked: 0, error: 0 };
    context.looks.set(folderId, { ...look, trouble: made?.ok ? null : folderTrouble(reason) });
  }
}

/** One look at everything: the files on their way first, then the outboxes that are on. */
export async function round(context: WatchContext, choices: ReadonlyMap<string, WatchChoice>): Promise<void> {
  const { lease } = context;
  const isOn = [...choices.values()].some(({ on }) => on);
  if (context.open.size === 0) context.trouble = null;
  if (isOn && !lease().isMine()) await lease().beat();
  await advanceAll(context);
  for (const [folderId, { on }] of choices) if (on && !context.closing.aborted) await watchOrMake(context, folderId);
}

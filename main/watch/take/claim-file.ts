import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Result } from '../../../shared/lib/result.ts';
import type { WatchFileFacts, WatchRecord } from '../../ledger/ledger.ts';
import { note, type Places, pause, pauseKey, placesOf, type WatchContext } from '../context.ts';
import { codeOf, moveNew, syncFolder } from '../move-new.ts';
import { lookAtClaim } from './look-at-claim.ts';
import type { SeenFile } from './stability.ts';

/** Beside a terminal's claims: the name of its PC, for whoever finds them without it. */
export const TERMINAL_FILE = 'terminal.json';

/** Throws when the outbox is away or may not be written: then no row says that a file was seen. */
async function makeClaimFolder({ pcName }: WatchContext, { claimFolder, outbox }: Places): Promise<void> {
  await lstat(outbox);
  await mkdir(claimFolder, { recursive: true });
  const file = path.join(path.dirname(claimFolder), TERMINAL_FILE);
  await writeFile(file, `${JSON.stringify({ pc: pcName })}\n`, { flag: 'wx' }).catch((cause: unknown) => {
    if (codeOf(cause) !== 'EEXIST') throw cause;
  });
}

/** Puts a file that was claimed too early back under its name; false: somebody put another there, so it stays claimed. */
export async function putBack(places: Places): Promise<boolean> {
  const name = path.basename(places.claimed);
  const isBack = await moveNew(places.claimed, path.join(places.outbox, name));
  if (isBack) await rm(places.claimFolder, { recursive: true, force: true });
  return isBack;
}

/**
 * What a start finds of a claim whose rename may or may not have been done; also the second half of every claim: durable, and still what
 * was seen.
 */
export async function finishClaim(context: WatchContext, { facts }: WatchRecord): Promise<Result<null>> {
  const places = placesOf(context, facts);
  const now = await lookAtClaim(places);
  if (now === null) {
    await rm(places.claimFolder, { recursive: true, force: true });
    return note(context, facts.fileId, { kind: 'gone' });
  }
  const isSame = now.isFile() && now.size === facts.size && now.mtimeMs === facts.modifiedAt;
  // Another file came under this name between the look and the rename: it must settle first.
  if (!isSame && (await putBack(places))) return note(context, facts.fileId, { kind: 'returned' });
  await syncFolder(places.claimFolder);
  await syncFolder(places.outbox);
  context.pauses.delete(facts.fileId);
  return note(context, facts.fileId, { kind: 'claimed' });
}

/**
 * Takes a file: its row first, then one atomic rename into this terminal's own folder, so that of two terminals only one can have it,
 * whatever the lease says. A file that somebody else took in the meantime is `gone`. Throws other failures of the file system.
 */
export async function claimFile(context: WatchContext, folderId: string, seen: SeenFile): Promise<Result<null>> {
  const { ledger, folders, open, onStep, clock } = context;
  const seenAt = Math.max(0, Math.round(clock.now()));
  const facts: WatchFileFacts = { fileId: context.newId(), root: folders.root(), folderId, ...seen, seenAt };
  const places = placesOf(context, facts);
  await makeClaimFolder(context, places);
  onStep('watch-seen:before');
  const written = ledger.watch.addFile(facts);
  if (!written.ok) return written;
  const record: WatchRecord = { facts, newest: { kind: 'seen', at: seenAt, sha256: null, detail: {} } };
  open.set(facts.fileId, record);
  onStep('watch-seen:after');
  try {
    await rename(path.join(places.outbox, seen.name), places.claimed);
  } catch (cause) {
    const code = codeOf(cause);
    // Held open again since the look (Windows), or another terminal was faster.
    if (!['ENOENT', 'EBUSY', 'EPERM', 'EACCES'].includes(code)) throw cause;
    await rm(places.claimFolder, { recursive: true, force: true });
    if (code !== 'ENOENT') pause(context, pauseKey(folderId, seen.name));
    return note(context, facts.fileId, { kind: 'gone' });
  }
  onStep('watch-renamed');
  return finishClaim(context, record);
}

import { lstat, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { appError } from '../../shared/contract/errors.ts';
import type { CallInput } from '../../shared/contract/index.ts';
import type { WatchClaim } from '../../shared/contract/watch.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { SENDING, type WatchContext } from './context.ts';
import { codeOf, moveNew } from './move-new.ts';
import { TERMINAL_FILE } from './take/claim-file.ts';

const MOST = 200;
const id = /^[0-9a-f-]{36}$/;
const terminalSchema = z.object({ pc: z.string().max(64) });

async function foldersIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && id.test(entry.name)).map(({ name }) => name);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return [];
    throw cause;
  }
}

async function pcOf(folder: string): Promise<string | null> {
  try {
    return (
      terminalSchema.safeParse(JSON.parse(await readFile(path.join(folder, TERMINAL_FILE), 'utf8'))).data?.pc ?? null
    );
  } catch {
    // It left none, or only half of it.
    return null;
  }
}

/** The file in a claim's folder; what begins with a dot is on its way to somewhere else. */
async function claimedIn(folder: string): Promise<string | null> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.find((entry) => entry.isFile() && entry.name !== '.companion')?.name ?? null;
}

async function claimsOf(context: WatchContext, folderId: string, terminal: string): Promise<readonly WatchClaim[]> {
  const folder = path.join(context.folders.pathOf(folderId, 'outbox'), SENDING, terminal);
  const pc = await pcOf(folder);
  const claims: WatchClaim[] = [];
  for (const claimId of await foldersIn(folder)) {
    if (terminal === context.terminalId && context.open.has(claimId)) continue;
    const fileName = await claimedIn(path.join(folder, claimId));
    if (fileName !== null) claims.push({ folderId, terminal, pc, claimId, fileName });
  }
  return claims;
}

/** The files of a folder that other terminals took (or this one before it lost its ledger) and that lie there still. */
export async function strangersIn(context: WatchContext, folderId: string): Promise<readonly WatchClaim[]> {
  const terminals = await foldersIn(path.join(context.folders.pathOf(folderId, 'outbox'), SENDING));
  const claims: WatchClaim[] = [];
  for (const terminal of terminals) claims.push(...(await claimsOf(context, folderId, terminal)));
  return claims.slice(0, MOST);
}

/** Holds the lease, which is asked for where it is not held: whether another terminal is at work cannot be known without it. */
async function hold({ lease }: WatchContext, terminal: string): Promise<Result<null>> {
  const keeper = lease();
  if (!keeper.isMine()) await keeper.beat();
  const state = keeper.state();
  if (state.kind === 'unusable') {
    return err(appError('local-folder-unusable', { retry: 'now', details: { reason: state.reason } }));
  }
  if (keeper.isMine()) return ok(null);
  const isAtWork = state.kind === 'elsewhere' && state.lease?.terminal === terminal;
  return err(appError(isAtWork ? 'watch-claim-alive' : 'watch-lease-elsewhere'));
}

async function moveBack(outbox: string, folder: string): Promise<Result<null>> {
  const fileName = await claimedIn(folder);
  if (fileName === null) return err(appError('watch-claim-gone'));
  try {
    if (!(await lstat(path.join(folder, fileName))).isFile()) return err(appError('watch-claim-gone'));
    if (!(await moveNew(path.join(folder, fileName), path.join(outbox, fileName))))
      return err(appError('watch-name-taken'));
    await rm(folder, { recursive: true, force: true });
    return ok(null);
  } catch (cause) {
    const reason = codeOf(cause);
    if (reason === 'ENOENT') return err(appError('watch-claim-gone'));
    return err(appError('local-folder-unusable', { retry: 'now', details: { reason: reason || 'unknown' } }));
  }
}

/** Puts a stranger's file back into its outbox. Only the terminal that holds the lease does, and never from one that is at work. */
export async function giveBack(
  context: WatchContext,
  { folderId, terminal, claimId }: CallInput<'watch/giveBack'>,
): Promise<Result<null>> {
  if (context.open.has(claimId)) return err(appError('watch-claim-alive'));
  const held = await hold(context, terminal);
  const outbox = context.folders.pathOf(folderId, 'outbox');
  const done = held.ok ? await moveBack(outbox, path.join(outbox, SENDING, terminal, claimId)) : held;
  // Where no folder is on nobody keeps it: the next one need not wait.
  const isOn = [...context.ledger.watch.choices().values()].some(({ on }) => on);
  if (!isOn) await context.lease().release();
  return done;
}

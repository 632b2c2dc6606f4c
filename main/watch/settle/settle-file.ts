import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ok, type Result } from '../../../shared/lib/result.ts';
import { fitFileName } from '../../../shared/model/fit-file-name.ts';
import { hongKongDay } from '../../../shared/model/input-date.ts';
import type { WatchRecord, WatchWhy } from '../../ledger/ledger.ts';
import { note, placesOf, type WatchContext } from '../context.ts';
import { codeOf, moveNew, syncFolder } from '../move-new.ts';
import { lookAtClaim } from '../take/look-at-claim.ts';

/** Where a file ends: in the archive with its receipt, or in the error folder with the reason. */
export interface Settlement {
  /** Null: it was confirmed. */
  readonly why: WatchWhy | null;
  /** What is put beside it. */
  readonly companion: string;
  /** Time of the exchange, ms since 1970. */
  readonly at: number;
  /** Done once it is written down that the file ends here: its draft goes. */
  readonly onDecided: () => Promise<void>;
}

const HONG_KONG = 8 * 3_600_000;
const MOST_NAMES = 1_000;
const RECEIPT = '.receipt.csv';
const REASON = '.why.txt';
const LONGEST_EXTENSION = 16;

/** What stands beside a shortened name tells the whole. */
const fitting = (stem: string, end: string) => fitFileName(stem, end, RECEIPT.length);

/** The name itself, then with the time in Hong Kong before the extension, then with a number beside. */
function nameFor(name: string, at: number, turn: number): string {
  const { ext } = path.parse(name);
  const end = Buffer.byteLength(ext) > LONGEST_EXTENSION ? '' : ext;
  const stem = name.slice(0, name.length - end.length);
  if (turn === 0) return fitting(stem, end);
  const time = new Date(at + HONG_KONG).toISOString().slice(11, 19).replaceAll(':', '');
  return fitting(stem, `.${time}${turn === 1 ? '' : `-${turn}`}${end}`);
}

interface Ending {
  readonly record: WatchRecord;
  readonly settlement: Settlement;
}

interface Companion {
  readonly claimFolder: string;
  readonly file: string;
  readonly text: string;
  /** An earlier attempt may have put it there already. */
  readonly isSecondAttempt: boolean;
}

function targetFor(context: WatchContext, { record: { facts }, settlement }: Ending, turn: number): string {
  const places = placesOf(context, facts);
  const name = nameFor(facts.name, settlement.at, turn);
  const folder = settlement.why ? places.error : path.join(places.archive, hongKongDay(settlement.at));
  return path.relative(facts.root, path.join(folder, name));
}

/** Puts the companion beside the target, written whole before it has its name; false: the name is another file's. */
async function placeCompanion({ claimFolder, file, text, isSecondAttempt }: Companion): Promise<boolean> {
  const temporary = path.join(claimFolder, '.companion');
  await mkdir(claimFolder, { recursive: true });
  await writeFile(temporary, text, { flush: true });
  if (await moveNew(temporary, file)) return true;
  return isSecondAttempt && (await readFile(file, 'utf8')) === text;
}

async function placeBoth(
  context: WatchContext,
  { record, settlement }: Ending,
  { target, isSecondAttempt }: { readonly target: string; readonly isSecondAttempt: boolean },
): Promise<boolean> {
  const places = placesOf(context, record.facts);
  const file = path.join(record.facts.root, target);
  // Nothing is made in the place of a root that is away.
  await lookAtClaim(places);
  await mkdir(path.dirname(file), { recursive: true });
  const beside = `${file}${settlement.why ? REASON : RECEIPT}`;
  const companion = { claimFolder: places.claimFolder, file: beside, text: settlement.companion, isSecondAttempt };
  if (!(await placeCompanion(companion))) return false;
  context.onStep('watch-companion');
  try {
    if (!(await moveNew(places.claimed, file))) {
      await rm(beside, { force: true });
      return false;
    }
  } catch (cause) {
    // Moved before the program was ended; or somebody removed it by hand, and what is beside its place says what became of it.
    if (codeOf(cause) !== 'ENOENT' || (await lookAtClaim(places))) throw cause;
  }
  context.onStep('watch-moved');
  await syncFolder(path.dirname(file));
  await rm(places.claimFolder, { recursive: true, force: true });
  return true;
}

/**
 * Moves a file to its end with what belongs beside it, never over another file. The row with the place comes first, so that a program
 * that is ended in between finishes the same move. Throws the file system's failures; the next round goes on.
 */
export async function settleFile(
  context: WatchContext,
  record: WatchRecord,
  settlement: Settlement,
): Promise<Result<null>> {
  const { fileId } = record.facts;
  const { why } = settlement;
  const ending = { record, settlement };
  const { kind, detail } = record.newest;
  // One that has changed since it was on its way to the archive goes to the error folder instead.
  const begun = kind === 'moving' && !detail.why === !why ? detail.target : undefined;
  for (let turn = begun === undefined ? 0 : -1; turn < MOST_NAMES; turn += 1) {
    const target = turn < 0 && begun !== undefined ? begun : targetFor(context, ending, turn);
    if (turn >= 0) {
      const noted = note(context, fileId, { kind: 'moving', target, why, at: settlement.at });
      if (!noted.ok) return noted;
    }
    await settlement.onDecided();
    if (await placeBoth(context, ending, { target, isSecondAttempt: turn < 0 })) {
      return note(context, fileId, { kind: why ? 'errored' : 'archived', target, why });
    }
  }
  return ok(null);
}

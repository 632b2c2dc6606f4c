import type { Folder } from '../../shared/contract/submission.ts';
import type { WatchClaim, WatchFolder, WatchView } from '../../shared/contract/watch.ts';
import type { WatchChoice } from '../ledger/ledger.ts';
import type { WatchContext } from './context.ts';
import { cutOffToday, hongKongMidnight, scheduleAt } from './schedule.ts';
import { strangersIn } from './strangers.ts';

const SOON_MS = 15 * 60_000;

function describeLease({ lease }: WatchContext, isOn: boolean): WatchView['lease'] {
  const state = lease().state();
  if (!isOn) return { kind: 'none' };
  switch (state.kind) {
    case 'here':
      return { kind: 'here', since: state.lease.since };
    case 'elsewhere': {
      const { pc = null, terminal = null, since = null } = state.lease ?? {};
      return { kind: 'elsewhere', pc, terminal, since };
    }
    case 'unusable':
      return { kind: 'unusable', reason: state.reason };
    default:
      return { kind: 'none' };
  }
}

function describeSchedule({ schedules }: WatchContext, folderId: string, now: number): WatchFolder['schedule'] {
  const schedule = schedules[folderId];
  if (!schedule) return null;
  const { from = null, until = null, days } = schedule;
  return { from, until, days: days ? [...days] : null, ...scheduleAt(schedule, now) };
}

function describeCutOff({ dueAt }: Folder, now: number): WatchFolder['cutOff'] {
  const at = cutOffToday(dueAt, now);
  if (at === null) return null;
  if (now >= at) return { at, state: 'passed' };
  return { at, state: at - now <= SOON_MS ? 'soon' : 'ahead' };
}

function describeCounts(context: WatchContext, folderId: string, now: number): WatchFolder['counts'] {
  const { ledger, open, looks, clock } = context;
  const mine = [...open.values()].filter(({ facts }) => facts.folderId === folderId);
  const inDoubt = mine.filter(({ facts }) => ledger.submission(facts.fileId)?.newest.kind === 'in-doubt').length;
  // Midnight at the exchange, by the clock with which the rows are written.
  const midnight = Math.round(hongKongMidnight(now) - (now - clock.now()));
  const { outbox = 0, blocked = 0, error = 0 } = looks.get(folderId) ?? {};
  const archivedToday = ledger.watch.count(folderId, 'archived', midnight);
  return { outbox, blocked, sending: mine.length - inDoubt, inDoubt, archivedToday, error };
}

function describeFolder(context: WatchContext, folder: Folder, choice: WatchChoice | undefined): WatchFolder {
  const { folderId, code, title, identities, participantCodes } = folder;
  const now = context.exchangeNow();
  const taken = context.ledger.watch.lastTaken(folderId);
  const errored = context.ledger.watch.last(folderId, 'errored');
  const why = errored?.newest.detail.why;
  return {
    folderId,
    code,
    title,
    identities,
    participantCodes,
    on: choice?.on ?? false,
    identity: choice?.identity ?? null,
    participantCode: choice?.participantCode ?? null,
    replace: choice?.replace ?? false,
    late: choice?.late ?? false,
    schedule: describeSchedule(context, folderId, now),
    cutOff: describeCutOff(folder, now),
    counts: describeCounts(context, folderId, now),
    lastTaken: taken && { fileName: taken.name, at: taken.seenAt },
    lastError: errored && why ? { fileName: errored.facts.name, at: errored.newest.at, ...why } : null,
    trouble: context.looks.get(folderId)?.trouble ?? null,
  };
}

/** A folder that is on and has left the catalogue stays visible, under its id. */
function missingFolder(folderId: string, { identity }: WatchChoice): Folder {
  return {
    folderId,
    code: folderId,
    title: { en: folderId, zhHant: folderId },
    identities: [identity],
    participantCodes: [],
    prefixes: [],
    maxBytes: 1,
    dueAt: null,
    inputDateMeaning: 'report-date',
    migrated: true,
  };
}

async function describeStrangers(context: WatchContext, folderIds: readonly string[]): Promise<WatchClaim[]> {
  const claims = await Promise.all(folderIds.map((folderId) => strangersIn(context, folderId).catch(() => [])));
  return claims.flat().slice(0, 200);
}

/** The whole state of the watch folders, as the page shows it. */
export async function describeWatch(context: WatchContext, mayChooseRoot: boolean): Promise<WatchView> {
  const choices = context.ledger.watch.choices();
  const catalogue = (context.ledger.catalogue() ?? []).filter(({ migrated }) => migrated);
  const missing = [...choices].filter(([id, { on }]) => on && !catalogue.some(({ folderId }) => folderId === id));
  const folders = [...catalogue, ...missing.map(([id, choice]) => missingFolder(id, choice))];
  const isOn = [...choices.values()].some(({ on }) => on);
  return {
    root: context.folders.root(),
    mayChooseRoot,
    lease: describeLease(context, isOn),
    trouble: isOn ? (context.sftp ?? context.trouble) : null,
    folders: folders.map((folder) => describeFolder(context, folder, choices.get(folder.folderId))),
    strangers: await describeStrangers(context, [...choices.keys()]),
  };
}

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DownloadStatus } from '../../shared/contract/download.ts';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { DownloadRecord } from '../ledger/ledger.ts';
import type { DownloadContext, DownloadPlan } from './context.ts';
import { describeDownload } from './describe.ts';
import type { DownloadService, FetchWish } from './download-service.ts';
import { createLease, fetchFiles } from './fetch-files.ts';
import { wishedFolders } from './folders-of.ts';
import { lookIntoFolders } from './look-into-folders.ts';
import { putRight } from './put-right.ts';
import { createSchedule } from './schedule.ts';

export type DownloadServiceOptions = Omit<DownloadContext, 'live' | 'tell' | 'newId' | 'wait' | 'plan'> & {
  /** Null: the profile knows of no downloads. */
  readonly plan: DownloadPlan | null;
  /** Whether anything is fetched without being asked for. */
  readonly isScheduled: boolean;
  /** How often the operator wants new files to be fetched; null: only when asked. */
  readonly chosenMinutes: () => number | null;
  /** Told whenever something was chosen. */
  readonly onChoice: (listener: () => void) => () => void;
  readonly onBug: (cause: unknown) => void;
  readonly wait?: DownloadContext['wait'];
};

/** Rows that one event tells of: thousands of new files would make a message of megabytes. */
const ROWS_AT_ONCE = 200;

type Job = { readonly kind: 'look' } | { readonly kind: 'fetch'; readonly wish: FetchWish };

/** A record that a fetch takes on without being told to by name. */
function isWanted({ newest }: DownloadRecord): boolean {
  return newest.kind === 'found' || newest.kind === 'received' || newest.kind === 'failed';
}

function createContext(options: DownloadServiceOptions, plan: DownloadPlan, status: { now: DownloadStatus }) {
  const { ledger, publish } = options;
  const context: DownloadContext = {
    ...options,
    plan,
    newId: randomUUID,
    wait: options.wait ?? ((ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined)),
    live: new Map(),
    tell({ folders, ...change }, downloadIds = []) {
      const seen = folders && new Set(folders.map(({ folderId }) => folderId));
      const kept = status.now.folders.filter(({ folderId }) => !seen?.has(folderId));
      status.now = { ...status.now, ...change, folders: folders ? [...kept, ...folders] : status.now.folders };
      const rows = downloadIds.flatMap((downloadId) => {
        const record = ledger.downloads.find(downloadId);
        return record ? [describeDownload(context, record)] : [];
      });
      for (let from = 0; from === 0 || from < rows.length; from += ROWS_AT_ONCE) {
        const some = rows.slice(from, from + ROWS_AT_ONCE);
        publish({ name: 'download/changed', payload: { status: status.now, rows: some } });
      }
    },
  };
  return context;
}

async function run(context: DownloadContext, job: Job, signal: AbortSignal): Promise<void> {
  const lease = createLease(context, signal);
  const { downloads } = context.ledger;
  const wish = job.kind === 'fetch' ? job.wish : {};
  try {
    let records: readonly DownloadRecord[];
    if (wish.downloadIds) {
      records = wish.downloadIds.flatMap((downloadId) => downloads.find(downloadId) ?? []);
      records = records.filter((record) => isWanted(record) || record.newest.kind === 'kept-aside');
    } else {
      context.tell({ busy: 'looking', error: null });
      const connection = await lease.get();
      const there = connection.ok
        ? await lookIntoFolders(context, connection.value, { folderIds: wish.folderIds, signal })
        : connection;
      if (!there.ok) {
        context.tell({ error: signal.aborted ? null : there.error });
        return;
      }
      if (job.kind === 'look' || !connection.ok) return;
      records = [...there.value.filter(isWanted), ...(await putRight(context, connection.value, there.value))];
    }
    if (records.length === 0) return;
    context.tell({ busy: 'fetching', error: null });
    const fetched = await fetchFiles(context, records, { lease, signal });
    if (!fetched.ok && !signal.aborted) context.tell({ error: fetched.error });
  } finally {
    lease.close();
  }
}

function unavailableService(status: DownloadStatus): DownloadService {
  const refused = () => err(status.unavailable ?? appError('download-unavailable'));
  return {
    list: () => ({ status, rows: [] }),
    look: refused,
    fetch: refused,
    cancel: refused,
    settled: async () => undefined,
    close: async () => undefined,
  };
}

const idle: DownloadStatus = {
  unavailable: null,
  busy: 'no',
  lookedAt: null,
  error: null,
  folders: [],
  everyMinutes: null,
  fixed: false,
};

/** Composes the service. Nothing is asked of the exchange before somebody wishes it, or the schedule does. */
export function createDownloadService(options: DownloadServiceOptions): DownloadService {
  const { plan, ledger, onBug } = options;
  if (!plan) return unavailableService({ ...idle, unavailable: appError('download-unavailable') });
  const minutes = () => (options.isScheduled ? (plan.everyMinutes ?? options.chosenMinutes()) : null);
  const status = { now: { ...idle, everyMinutes: minutes(), fixed: typeof plan.everyMinutes === 'number' } };
  const context = createContext(options, plan, status);
  const closing = new AbortController();
  const jobs: Job[] = [];
  let stopping = new AbortController();
  let working: Promise<void> | null = null;

  const work = async () => {
    for (let job = jobs.shift(); job && !closing.signal.aborted; job = jobs.shift()) {
      await run(context, job, AbortSignal.any([closing.signal, stopping.signal])).catch((cause: unknown) => {
        onBug(cause);
        // Or it would look as if there had been nothing to fetch.
        if (!closing.signal.aborted) context.tell({ error: appError('internal') });
      });
    }
    working = null;
    if (!closing.signal.aborted) context.tell({ busy: 'no' });
  };
  const begin = (job: Job): Result<DownloadStatus> => {
    // A second press while the first waits would ask for the same.
    if (!jobs.some((waiting) => JSON.stringify(waiting) === JSON.stringify(job))) jobs.push(job);
    if (!working) {
      status.now = { ...status.now, busy: job.kind === 'fetch' && job.wish.downloadIds ? 'fetching' : 'looking' };
      working = work();
    }
    return ok(status.now);
  };
  const schedule = createSchedule({
    minutes,
    onChoice: options.onChoice,
    due: async () => {
      if (!working && (await context.door.ready()) === null) begin({ kind: 'fetch', wish: {} });
    },
    onChange: (everyMinutes) => context.tell({ everyMinutes }),
    onBug,
  });
  return {
    list: (limit) => ({
      status: status.now,
      rows: ledger.downloads.list(limit).map((record) => describeDownload(context, record)),
    }),
    look: () => begin({ kind: 'look' }),
    fetch(wish) {
      const isUnknown = wish.downloadIds?.some((downloadId) => ledger.downloads.find(downloadId) === null);
      if (isUnknown) return err(appError('download-not-found'));
      const isNowhere = wish.folderIds && wishedFolders(context, wish.folderIds).length === 0;
      return isNowhere ? err(appError('download-folder-missing')) : begin({ kind: 'fetch', wish });
    },
    cancel(downloadId) {
      if (downloadId === null) {
        jobs.length = 0;
        const before = stopping;
        stopping = new AbortController();
        before.abort();
        return ok(status.now);
      }
      const live = context.live.get(downloadId);
      if (!live && !ledger.downloads.find(downloadId)) return err(appError('download-not-found'));
      live?.controller.abort();
      return ok(status.now);
    },
    settled: async () => {
      while (working) await working;
    },
    async close() {
      schedule.close();
      closing.abort();
      await working;
      context.door.close();
    },
  };
}

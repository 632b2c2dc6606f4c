import { appError } from '../../shared/contract/errors.ts';
import type { PolicyState } from '../../shared/contract/policy.ts';
import type { ReadinessView } from '../../shared/contract/readiness.ts';
import type { RealmState } from '../../shared/contract/session.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { hongKongDay } from '../../shared/model/input-date.ts';
import { countUsers, judgeFirm, judgeUsers, mergeUsers } from '../../shared/model/readiness.ts';
import type { PolicyService } from '../policy/policy.ts';
import type { SessionService } from '../session/session-service.ts';
import { askExchange, type ExchangeList } from './ask-exchange.ts';
import type { ImportedList, KeptList } from './kept-list.ts';
import { parseUserList } from './parse-user-list.ts';
import { readListFile } from './read-list-file.ts';
import type { ReadinessService } from './readiness-service.ts';

export interface ReadinessOptions {
  readonly sessions: Pick<SessionService, 'state' | 'subscribe' | 'authorized' | 'exchangeNow'>;
  readonly policy: Pick<PolicyService, 'state' | 'subscribe'>;
  readonly kept: KeptList;
  readonly issuer: string;
  /** Functions that make an administrator, by the profile; null: the exchange has no list to ask for. */
  readonly administratorFunctions: readonly string[] | null;
}

/** More lines of an import than this are counted and not listed. */
const MOST_PROBLEMS = 100;
const DAY_MS = 86_400_000;

type Asked = { readonly list: Result<ExchangeList>; readonly at: number };

function startOf({ timeline }: PolicyState, phase: 'parallel' | 'two-factor-only'): string | null {
  const start = timeline?.phases.find((each) => each.phase === phase);
  return start ? hongKongDay(start.startsAt) : null;
}

function exchangePart(asked: Asked | null): ReadinessView['exchange'] {
  if (asked === null) return { kind: 'not-asked' };
  const { list, at } = asked;
  return list.ok ? { kind: 'loaded', at, firm: list.value.firm } : { kind: 'refused', error: list.error };
}

function importPart(list: ImportedList | null): ReadinessView['imported'] {
  if (list === null) return null;
  const { fileName, at, users, refused, problems } = list;
  return { fileName, at, kept: users.length, refused, problems };
}

interface Knowledge {
  readonly asked: Asked | null;
  readonly imported: ImportedList | null;
  readonly policy: PolicyState;
  readonly now: number;
}

function viewOf({ asked, imported, policy, now }: Knowledge): ReadinessView {
  const exchangeUsers = asked?.list.ok ? asked.list.value.users : null;
  const dates = {
    today: hongKongDay(now),
    launch: startOf(policy, 'parallel'),
    cutOver: startOf(policy, 'two-factor-only'),
  };
  const merged = mergeUsers(exchangeUsers, imported?.users ?? null);
  const users = judgeUsers(merged, dates, exchangeUsers !== null);
  const daysLeft =
    dates.cutOver === null ? null : Math.max(0, (Date.parse(dates.cutOver) - Date.parse(dates.today)) / DAY_MS);
  return {
    exchange: exchangePart(asked),
    imported: importPart(imported),
    launch: dates.launch,
    cutOver: dates.cutOver,
    daysLeft,
    counts: countUsers(users),
    firm: [...judgeFirm(users)],
    users: [...users],
  };
}

/** Loads the kept list; asks the exchange by itself whenever an administrator has logged in to CCMS, and forgets its answer afterwards. */
export async function createReadinessService(options: ReadinessOptions): Promise<ReadinessService> {
  const { sessions, policy, kept, issuer, administratorFunctions } = options;
  const listeners = new Set<(view: ReadinessView) => void>();
  let imported = await kept.read();
  let asked: Asked | null = null;
  let holder: string | null = null;
  let published = '';

  const view = () => viewOf({ asked, imported, policy: policy.state(), now: sessions.exchangeNow() });
  function publish(): ReadinessView {
    const now = view();
    const text = JSON.stringify(now);
    if (text !== published) for (const listener of listeners) listener(now);
    published = text;
    return now;
  }

  async function ask(): Promise<ReadinessView> {
    const asker = holder;
    const list =
      administratorFunctions === null ? err(appError('readiness-unavailable')) : await askExchange(sessions, issuer);
    // An answer that comes after its asker has left is nobody's.
    if (asker === holder) asked = { list, at: sessions.exchangeNow() };
    return publish();
  }

  function follow(ccms: RealmState): void {
    const now = ccms.kind === 'logged-in' ? ccms.userId : null;
    if (now === holder) return;
    holder = now;
    asked = null;
    const isAdministrator =
      ccms.kind === 'logged-in' && ccms.functions.some((name) => administratorFunctions?.includes(name));
    if (isAdministrator) void ask();
    else publish();
  }

  const stops = [sessions.subscribe(({ ccms }) => follow(ccms)), policy.subscribe(() => publish())];
  async function replace(list: ImportedList | null): Promise<ReadinessView> {
    await kept.write(list);
    imported = list;
    return publish();
  }
  return {
    view,
    ask,
    importList: async ({ fileName, open }) => {
      const text = await readListFile(open);
      if (!text.ok) return text;
      const parsed = parseUserList(text.value);
      if (!parsed.ok) return parsed;
      const { users, problems } = parsed.value;
      const shown = { refused: problems.length, problems: problems.slice(0, MOST_PROBLEMS) };
      return ok(await replace({ fileName, at: sessions.exchangeNow(), users: [...users], ...shown }));
    },
    clearImport: () => replace(null),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      for (const stop of stops) stop();
    },
  };
}

import type {
  FirmFinding,
  ListedUser,
  ReadinessCounts,
  ReadinessTask,
  ReadinessTaskCode,
  ReadinessUser,
} from '../contract/readiness.ts';

/** What the rules are judged against; days in Hong Kong as `YYYY-MM-DD`, null while the exchange has not told them. */
export interface ReadinessDates {
  readonly today: string;
  /** When 2FA began. */
  readonly launch: string | null;
  /** When 2FA becomes the only method. */
  readonly cutOver: string | null;
}

/** Seed ECP FAQ: administrators work in pairs, and a firm has at most 20 users, administrators included. */
const ADMINISTRATORS = 2;
const MOST_USERS = 20;

export type MergedUser = Omit<ReadinessUser, 'tasks' | 'ready'> & {
  /** The address of the imported list where the exchange has another one. */
  readonly otherEmail: string | null;
};

/**
 * Joins the two lists by user ID. What the exchange tells counts; the imported list fills in what it does not tell. Null is a list
 * that is not there.
 */
export function mergeUsers(
  exchange: readonly ListedUser[] | null,
  imported: readonly ListedUser[] | null,
): readonly MergedUser[] {
  const listed = new Map((imported ?? []).map((user) => [user.userId, user]));
  const known = (exchange ?? []).map((user): MergedUser => {
    const own = listed.get(user.userId);
    listed.delete(user.userId);
    if (!own) return { ...user, source: 'exchange', otherEmail: null };
    return {
      ...user,
      appEnrolled: user.appEnrolled ?? own.appEnrolled,
      created: user.created ?? own.created,
      cardValidUntil: user.cardValidUntil ?? own.cardValidUntil,
      lastMethod: user.lastMethod ?? own.lastMethod,
      source: 'both',
      otherEmail: own.email !== null && !sameAddress(own.email, user.email) ? own.email : null,
    };
  });
  const others = [...listed.values()].map((user): MergedUser => ({ ...user, source: 'import', otherEmail: null }));
  return [...known, ...others];
}

function sameAddress(one: string, other: string | null): boolean {
  return other !== null && one.toLowerCase() === other.toLowerCase();
}

interface Firm {
  readonly dates: ReadinessDates;
  /** How many users have an address, by the address in small letters. */
  readonly addresses: ReadonlyMap<string, number>;
  readonly exchangeAsked: boolean;
}

function isAfterLaunch(user: ListedUser, { launch }: ReadinessDates): boolean {
  if (user.createdAfterLaunch !== null) return user.createdAfterLaunch;
  return user.created !== null && launch !== null && user.created >= launch;
}

function taskCodes(user: MergedUser, { dates, addresses, exchangeAsked }: Firm): readonly ReadinessTaskCode[] {
  const until = dates.cutOver !== null && dates.cutOver > dates.today ? dates.cutOver : dates.today;
  // A card is of use only until the cut-over, and only to those who were there before 2FA.
  const cardCounts = dates.cutOver === null || dates.today < dates.cutOver;
  const hasCard = user.cardValidUntil !== null && !isAfterLaunch(user, dates);
  const rules: readonly (readonly [ReadinessTaskCode, boolean])[] = [
    ['register-email', user.email === null],
    ['not-at-exchange', user.source === 'import' && exchangeAsked],
    ['try-2fa', user.email !== null && user.lastMethod !== '2fa'],
    ['email-shared', user.email !== null && (addresses.get(user.email.toLowerCase()) ?? 0) > 1],
    ['email-differs', user.otherEmail !== null],
    ['renew-card', cardCounts && hasCard && (user.cardValidUntil ?? '') < until],
    ['enrol-app', user.appEnrolled === false],
  ];
  return rules.filter(([, applies]) => applies).map(([code]) => code);
}

const musts: ReadonlySet<ReadinessTaskCode> = new Set(['register-email', 'not-at-exchange']);

function taskOf(code: ReadinessTaskCode, user: MergedUser, { dates }: Firm): ReadinessTask {
  const { today, cutOver } = dates;
  // Whoever was created since 2FA began has no card to fall back to (seed circular): nothing goes without an address.
  const now = code === 'register-email' && isAfterLaunch(user, dates);
  const fallback = cutOver !== null && cutOver < today ? today : cutOver;
  return { code, must: musts.has(code), by: now ? today : fallback };
}

/** What is missing for each user, and by when. `exchangeAsked`: the exchange's list is among what was merged. */
export function judgeUsers(
  users: readonly MergedUser[],
  dates: ReadinessDates,
  exchangeAsked: boolean,
): readonly ReadinessUser[] {
  const addresses = new Map<string, number>();
  for (const { email } of users) {
    if (email !== null) addresses.set(email.toLowerCase(), (addresses.get(email.toLowerCase()) ?? 0) + 1);
  }
  const firm = { dates, addresses, exchangeAsked };
  return users.map((user) => {
    const { otherEmail: _, ...shown } = user;
    const tasks = taskCodes(user, firm).map((code) => taskOf(code, user, firm));
    const createdAfterLaunch =
      user.created === null && user.createdAfterLaunch === null ? null : isAfterLaunch(user, dates);
    return { ...shown, createdAfterLaunch, tasks, ready: tasks.every(({ must }) => !must) };
  });
}

/** How many are where. */
export function countUsers(users: readonly ReadinessUser[]): ReadinessCounts {
  const having = (code: ReadinessTaskCode) =>
    users.filter(({ tasks }) => tasks.some((task) => task.code === code)).length;
  const administrators = users.filter(({ role }) => role === 'administrator').length;
  const ready = users.filter((user) => user.ready).length;
  return {
    users: users.length - administrators,
    administrators,
    withoutEmail: having('register-email'),
    appNotEnrolled: having('enrol-app'),
    cardsToRenew: having('renew-card'),
    notTried: users.filter(({ lastMethod }) => lastMethod !== '2fa').length,
    ready,
    notReady: users.length - ready,
  };
}

/** What the firm as a whole is short of; nothing is said of a firm of which nobody is listed. */
export function judgeFirm(users: readonly ReadinessUser[]): readonly FirmFinding[] {
  if (users.length === 0) return [];
  const administrators = users.filter(({ role }) => role === 'administrator');
  const ready = administrators.filter((user) => user.ready);
  const findings: FirmFinding[] = [];
  if (administrators.length < ADMINISTRATORS) findings.push('too-few-administrators');
  else if (ready.length < ADMINISTRATORS) findings.push('too-few-ready-administrators');
  if (users.length > MOST_USERS) findings.push('too-many-users');
  return findings;
}

import { hongKongDay } from '../../../shared/model/input-date.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import type { UserRecord } from '../store/users.ts';

const DAY_MS = 86_400_000;

interface Entry {
  /** When the card runs out, in days from the cut-over; null: no card. */
  readonly cardEndsDaysAfterCutOver: number | null;
  /** What was used before this exchange began to look. */
  readonly formerMethod: '2fa' | 'smart-card' | null;
  /** The same person's login ID of Client Connect, where the authenticator app belongs to. */
  readonly clientConnectId: string | null;
}

/** Practice values: one user for each thing that can be missing. */
const entries: Readonly<Record<string, Entry>> = {
  CHANTM: { cardEndsDaysAfterCutOver: 400, formerMethod: '2fa', clientConnectId: 'chan@firm.example' },
  WONGSY: { cardEndsDaysAfterCutOver: -10, formerMethod: 'smart-card', clientConnectId: null },
  LAMKY: { cardEndsDaysAfterCutOver: null, formerMethod: null, clientConnectId: null },
  LEEKF: { cardEndsDaysAfterCutOver: -40, formerMethod: 'smart-card', clientConnectId: null },
  HOKW: { cardEndsDaysAfterCutOver: 200, formerMethod: null, clientConnectId: 'locked@firm.example' },
  TSANGML: { cardEndsDaysAfterCutOver: 300, formerMethod: 'smart-card', clientConnectId: 'admin@firm.example' },
  FUNGCK: { cardEndsDaysAfterCutOver: 300, formerMethod: 'smart-card', clientConnectId: null },
};

export interface DirectoryEntry {
  readonly created: string;
  readonly cardValidUntil: string | null;
  readonly formerMethod: Entry['formerMethod'];
  readonly clientConnectId: string | null;
}

/** What the firm's file at the exchange says of a user of CCMS, beside the account itself. */
export function directoryEntry({ policy }: PracticeContext, user: UserRecord): DirectoryEntry {
  const { dates } = policy.present().issue;
  const entry = entries[user.userId];
  const cardEnds = entry?.cardEndsDaysAfterCutOver ?? null;
  return {
    // Practice value: three days after the launch, or long before it.
    created: hongKongDay(user.createdAfterLaunch ? dates.parallel + 3 * DAY_MS : dates.parallel - 2_000 * DAY_MS),
    cardValidUntil: cardEnds === null ? null : hongKongDay(dates.twoFactorOnly + cardEnds * DAY_MS),
    formerMethod: entry?.formerMethod ?? null,
    clientConnectId: entry?.clientConnectId ?? null,
  };
}

import type { Phase } from '../../shared/contract/policy.ts';
import type { Realm } from '../../shared/contract/session.ts';
import type { Profile } from '../profile/profile.ts';
import type { CardOrder } from './cards/card-desk.ts';
import type { FaultRule, FaultRuleInput } from './faults/fault.ts';
import type { KeptPolicy, PolicyChange, PolicyTrick } from './policy/policy-desk.ts';

/** Ports of a running practice exchange; 0 asks the system for a free one. */
export interface PracticePorts {
  readonly ccms: number;
  readonly ecp: number;
  readonly api: number;
  readonly pages: number;
  readonly sftp: number;
}

export interface PracticeMail {
  readonly id: number;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Exchange time in ms since 1970. */
  readonly receivedAt: number;
}

export interface PracticeLogin {
  readonly realm: Realm;
  readonly userId: string;
  readonly method: string;
  readonly since: number;
  /** When it ends if nothing more is heard: the nearer of the idle and the absolute limit. */
  readonly endsAt: number;
}

export interface PracticeFile {
  readonly reference: string;
  readonly idempotencyKey: string;
  readonly folderId: string;
  readonly participantCode: string;
  readonly fileName: string;
  readonly size: number;
  readonly sha256: string;
  readonly channel: 'web' | 'sftp';
  readonly status: 'accepted' | 'replaced';
}

/** The transition policy as it stands. */
export interface PracticePolicy extends KeptPolicy {
  readonly phase: Phase | null;
}

/** What tests and the practice pages may do to the exchange that no client may. */
export interface PracticeControl {
  /** Offset of the exchange's clock from this PC's, in ms. */
  clockOffset(): number;
  setClockOffset(offsetMs: number): void;
  addFault(rule: FaultRuleInput): void;
  listFaults(): readonly FaultRule[];
  clearFaults(): void;
  /** With nonce mode on, every DPoP proof must carry a nonce of the exchange (RFC 9449 section 8). */
  setNonceMode(on: boolean): void;
  /** Newest first; of one address or of all. */
  mails(to?: string): readonly PracticeMail[];
  logins(): readonly PracticeLogin[];
  /** Newest first. */
  files(): readonly PracticeFile[];
  policy(): PracticePolicy;
  changePolicy(change: PolicyChange): void;
  /** Spoils the policy on its way out until told otherwise. */
  setPolicyTrick(trick: PolicyTrick): void;
  /** Issues a practice card: gives the certificate for a card's key, DER. Throws when there is no such user. */
  issueCard(order: Omit<CardOrder, 'holder'>): Promise<Uint8Array<ArrayBuffer>>;
  /** Registers a public key (a line of OpenSSH) for SFTP, without an end. Throws when it is none. */
  registerSftpKey(userId: string, publicKey: string): void;
  /** Ends a session from the exchange's side. */
  endLogins(realm: Realm): void;
}

/** A running practice exchange. */
export interface PracticeExchange {
  readonly profile: Profile;
  readonly ports: PracticePorts;
  readonly control: PracticeControl;
  close(): Promise<void>;
}

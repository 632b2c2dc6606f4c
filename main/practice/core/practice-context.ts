import type { DatabaseSync } from 'node:sqlite';
import type { CardDesk } from '../cards/card-desk.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import type { Outbox } from '../mail/outbox.ts';
import type { PolicyDesk } from '../policy/policy-desk.ts';
import type { SigningKey } from '../policy/policy-key.ts';
import type { DpopVerifier } from '../sso/verify-dpop.ts';
import type { ExchangeClock } from './exchange-clock.ts';
import type { Randomness } from './randomness.ts';

/** What every part of the practice exchange works with; made once in `start-practice-exchange.ts`. */
export interface PracticeContext {
  readonly clock: ExchangeClock;
  readonly random: Randomness;
  readonly database: DatabaseSync;
  readonly faults: FaultBoard;
  readonly outbox: Outbox;
  readonly dpop: DpopVerifier;
  readonly policy: PolicyDesk;
  readonly policyKey: SigningKey;
  readonly cards: CardDesk;
  /** One line for the operator of the practice exchange; never a secret. */
  readonly log: (line: string) => void;
}

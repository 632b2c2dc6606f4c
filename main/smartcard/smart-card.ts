import type { CardState } from '../../shared/contract/card.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { CardAlgorithm } from '../sso/sso-client.ts';

export interface CardCertificate {
  /** DER, base64 as `x5c` wants it (RFC 7515 section 4.1.6). */
  readonly der: string;
  readonly tokenSerial: string;
  /** ms since 1970. */
  readonly validFrom: number;
  readonly validUntil: number;
  /** What its key can sign with on this token. */
  readonly algorithms: readonly CardAlgorithm[];
}

export interface CardSignRequest {
  readonly certificateId: string;
  readonly algorithm: CardAlgorithm;
  readonly input: Uint8Array<ArrayBuffer>;
  /** UTF-8; null where the reader has a PIN pad. It is overwritten here before the answer comes. */
  readonly pin: Uint8Array<ArrayBuffer> | null;
  /** The operator has said yes to the last try. */
  readonly confirmFinalTry: boolean;
}

/**
 * The card reader of this PC. Everything that touches the card happens in a process of its own; a module that crashes or hangs takes
 * that process with it and nothing else.
 */
export interface SmartCard {
  state(): CardState;
  subscribe(listener: (state: CardState) => void): () => void;
  /** A certificate of a card that is in a reader now; null otherwise. */
  certificate(certificateId: string): CardCertificate | null;
  /**
   * Signs, after one log-in to the card: never more, whatever it answers. Gives the signature as JWS has it. Errors: `card-removed`,
   * `card-pin-wrong` (with `details.pin`), `card-pin-locked`, `card-pin-invalid`, `card-pin-expired`, `card-pin-not-set`,
   * `card-final-try`, `card-key-missing`, `card-reader-failed`, `card-timeout`, `card-module-failed`, `card-cancelled`,
   * `card-not-configured`.
   */
  sign(request: CardSignRequest, signal: AbortSignal): Promise<Result<Uint8Array>>;
  close(): Promise<void>;
}

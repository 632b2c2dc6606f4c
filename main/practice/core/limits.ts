const MINUTE = 60_000;

/**
 * Limits of the practice exchange. Only five failures within 30 minutes is the exchange's own rule (seed ECP FAQ
 * item 15); every other value is a practice value, because the exchange's is not public.
 */
export const limits = {
  failures: 5,
  failureWindowMs: 30 * MINUTE,
  lockMs: 30 * MINUTE,
  /** Bound of the table of failures of user IDs that do not exist. */
  unknownSubjects: 10_000,
  otpLength: 6,
  otpMs: 10 * MINUTE,
  resendMs: 30_000,
  authSessionMs: 15 * MINUTE,
  resetLinkMs: 30 * MINUTE,
  /** From the nonce to the card's answer: a person finds the card and its PIN in it. */
  cardChallengeMs: 3 * MINUTE,
  codeMs: MINUTE,
  accessTokenMs: 5 * MINUTE,
  idleMs: 15 * MINUTE,
  absoluteMs: 12 * 60 * MINUTE,
  /** How far `iat` of a DPoP proof may be from the exchange's clock, either way. */
  proofWindowMs: 5 * MINUTE,
  formBytes: 64 * 1024,
} as const;

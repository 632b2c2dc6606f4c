import { randomBytes, randomInt } from 'node:crypto';

/** Chance comes in as an argument, so that a test can hold it. */
export interface Randomness {
  /** 256 bits as base64url: authorization codes, auth sessions, tokens, nonces. */
  token(): string;
  /** Decimal digits, each equally likely; leading zeros are as likely as any other digit. */
  digits(length: number): string;
  bytes(length: number): Buffer;
}

/** The randomness of the operating system. */
export const systemRandomness: Randomness = {
  token: () => randomBytes(32).toString('base64url'),
  digits: (length) => Array.from({ length }, () => randomInt(10)).join(''),
  bytes: (length) => randomBytes(length),
};

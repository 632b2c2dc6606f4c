import { generateSecret, generateURI, verifySync } from 'otplib';

/** Practice values, which are also what every authenticator app expects (RFC 6238: SHA-1, 30 s from 1970, six digits). */
const PERIOD_SECONDS = 30;
const DIGITS = 6;
/** RFC 4226 section 4, R6: 160 bits. */
const SECRET_BYTES = 20;

/** A new secret in base32, as apps take it. */
export function makeAuthenticatorSecret(): string {
  return generateSecret({ length: SECRET_BYTES });
}

/** The `otpauth:` address of a secret, which apps read from a QR code. */
export function authenticatorAddress(secret: string, userId: string): string {
  const issuer = 'Client Connect (PRACTICE)';
  return generateURI({ issuer, label: userId, secret, algorithm: 'sha1', digits: DIGITS, period: PERIOD_SECONDS });
}

/** The time step whose code was typed: the present one or one beside it (RFC 6238 section 5.2); null when it is none. */
export function timeStepOfCode(secret: string, typed: string, nowMs: number): number | null {
  if (!/^\d{6}$/.test(typed)) return null;
  const verdict = verifySync({
    secret,
    token: typed,
    epoch: Math.floor(nowMs / 1000),
    epochTolerance: PERIOD_SECONDS,
    algorithm: 'sha1',
    digits: DIGITS,
    period: PERIOD_SECONDS,
  });
  return verdict.valid && 'timeStep' in verdict ? verdict.timeStep : null;
}

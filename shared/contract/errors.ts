import { z } from 'zod';

/**
 * Every expected failure of the program, once. The words for a code are in `shared/locales/<language>/errors.json`
 * under the same name (`message`: what happened; `next`: what a person can do, and whom to call).
 */
export const errorCodes = [
  // the call itself
  'unknown-call',
  'invalid-input',
  'internal',
  // network and the exchange's answers
  'unreachable',
  'timed-out',
  'certificate-untrusted',
  'redirect-refused',
  'answer-invalid',
  'answer-too-large',
  'server-error',
  'rate-limited',
  // log in
  'bad-credentials',
  'account-locked',
  'email-not-registered',
  'method-not-allowed',
  'method-not-in-phase',
  'program-outdated',
  'otp-wrong',
  'otp-expired',
  'otp-unanswered',
  'otp-missing',
  'login-expired',
  'resend-too-early',
  'otp-channel-unavailable',
  'authenticator-unavailable',
  'authenticator-not-begun',
  'authenticator-seed-missing',
  'recovery-unavailable',
  'login-in-progress',
  'redirect-to-web',
  'unknown-requirement',
  'token-downgraded',
  'session-ended',
  'not-logged-in',
  'client-refused',
  // the locked terminal
  'locked',
  'unlock-wrong-user',
  // readiness
  'not-administrator',
  'readiness-unavailable',
  'user-list-invalid',
  // smart card
  'card-not-configured',
  'card-module-failed',
  'card-removed',
  'card-reader-failed',
  'card-timeout',
  'card-cancelled',
  'card-pin-wrong',
  'card-pin-locked',
  'card-pin-invalid',
  'card-pin-expired',
  'card-pin-not-set',
  'card-final-try',
  'card-key-missing',
  'card-certificate-expired',
  'card-refused',
  // files and submission
  'file-empty',
  'file-too-large',
  'file-changed',
  'file-unreadable',
  'file-name-unusable',
  'draft-not-found',
  'draft-incomplete',
  'draft-refused',
  'replace-unconfirmed',
  'submission-not-found',
  'submission-not-retryable',
  'submission-already-sent',
  'queue-not-pausable',
  'cancelled',
  'not-received',
  'checksum-differs',
  'refused-by-exchange',
  'folder-not-permitted',
  'idempotency-conflict',
  // the SFTP account
  'sftp-key-missing',
  'sftp-key-expired',
  'sftp-key-unreadable',
  'sftp-passphrase-wrong',
  'sftp-key-weak',
  'sftp-key-known',
  'sftp-keys-full',
  'sftp-registration-full',
  'sftp-not-permitted',
  // SFTP
  'host-key-differs',
  'sftp-too-old',
  'sftp-key-refused',
  'sftp-connection-refused',
  'sftp-proxy-refused',
  'sftp-refused',
  'sftp-name-taken',
  'sftp-incomplete',
  'sftp-unavailable',
  // downloads
  'download-unavailable',
  'download-not-found',
  'download-changed',
  'download-differs',
  'download-checksum-missing',
  'download-refused',
  'download-folder-missing',
  // this PC
  'keychain-unavailable',
  'disk-full',
  'local-folder-unusable',
  'choose-folder-unavailable',
  'place-gone',
  'place-outside',
  'place-not-shown',
  // the hours of a folder
  'outside-hours',
  'cut-off-passed',
  // watch folders
  'watch-cut-off-passed',
  'watch-name-held',
  'watch-file-changed',
  'watch-other-user',
  'watch-busy',
  'watch-claim-gone',
  'watch-claim-alive',
  'watch-lease-elsewhere',
  'watch-name-taken',
  'ledger-damaged',
  'ledger-in-use',
  'profile-invalid',
  'practice-unavailable',
] as const;

export const errorCodeSchema = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** When it is sensible to try the same thing again. */
export const retrySchema = z.enum(['never', 'now', 'after-login']);

/**
 * An expected failure as it travels. `details` fill the places of the message (attempts left, a limit in bytes, a time
 * in ms since 1970); they never hold a secret, a path or a text of the server that has not been shortened and escaped.
 * `exchangeCode` is the exchange's own number ("2000", "4505"), shown as it is.
 */
export const appErrorSchema = z.strictObject({
  code: errorCodeSchema,
  retry: retrySchema,
  exchangeCode: z.string().max(16).optional(),
  details: z.record(z.string(), z.union([z.string().max(300), z.number()])).optional(),
});
export type AppError = z.infer<typeof appErrorSchema>;

/** Makes an {@link AppError}; `retry` is 'never' unless said otherwise. */
export function appError(code: ErrorCode, rest: Omit<Partial<AppError>, 'code'> = {}): AppError {
  return { retry: 'never', ...rest, code };
}

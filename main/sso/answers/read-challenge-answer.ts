import { z } from 'zod';
import { type AppError, appError, type ErrorCode } from '../../../shared/contract/errors.ts';
import { otpChannelSchema } from '../../../shared/contract/session.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { HttpResponse } from '../../http/http.ts';
import type { Challenge, ChallengeStep, OtpPrompt } from '../sso-client.ts';
import { answerInvalid, readJson } from './read-json.ts';
import { shownText } from './shown-text.ts';

const seconds = z.number().nonnegative().max(31_536_000);
const count = z.number().int().nonnegative().max(1_000);
const shown = shownText(200);

/** A server that does not speak of ways sends mails. A way that this version does not know cannot be offered. */
const channelsSchema = z
  .array(
    otpChannelSchema.or(
      z
        .string()
        .max(40)
        .transform(() => null),
    ),
  )
  .max(20)
  .default(['email'])
  .transform((ways) => [...new Set(ways.filter((way) => way !== null))]);

const promptSchema = z.object({
  channel: otpChannelSchema.default('email'),
  channels: channelsSchema,
  masked_address: shown,
  sender: shown,
  subject: shown,
  length: z.number().int().min(1).max(16),
  expires_in: seconds,
  resend_in: seconds,
  attempts_left: count.nullish(),
});

const refusalSchema = z.object({
  error: z.string().max(100),
  reason: z.string().max(100).optional(),
  auth_session: z.string().min(1).max(4_096).optional(),
  otp_required: z.boolean().optional(),
  otp: promptSchema.optional(),
  attempts_left: count.nullish(),
  locked_for: seconds.optional(),
  resend_in: seconds.optional(),
});
type Refusal = z.infer<typeof refusalSchema>;

const codeSchema = z.object({ authorization_code: z.string().min(1).max(4_096) });

function readPrompt(prompt: z.infer<typeof promptSchema>): OtpPrompt {
  const { channel, channels } = prompt;
  return {
    channel,
    channels: channels.includes(channel) ? channels : [channel, ...channels],
    maskedAddress: prompt.masked_address,
    sender: prompt.sender,
    subject: prompt.subject,
    length: prompt.length,
    expiresInSeconds: prompt.expires_in,
    resendInSeconds: prompt.resend_in,
    attemptsLeft: prompt.attempts_left ?? null,
  };
}

/** Reasons of `access_denied` that end the log-in. */
const endings: Readonly<Record<string, ErrorCode>> = {
  bad_credentials: 'bad-credentials',
  locked: 'account-locked',
  email_not_registered: 'email-not-registered',
  method_not_allowed: 'method-not-allowed',
  card_refused: 'card-refused',
  card_expired: 'card-certificate-expired',
};

/** Reasons after which the OTP step goes on. */
const corrections: Readonly<Record<string, ErrorCode>> = {
  otp_wrong: 'otp-wrong',
  otp_expired: 'otp-expired',
  resend_too_early: 'resend-too-early',
  channel_unavailable: 'otp-channel-unavailable',
};

/** Errors of the protocol itself; `error_description` is never handed on. */
const protocolErrors: Readonly<Record<string, ErrorCode>> = {
  invalid_session: 'login-expired',
  redirect_to_web: 'redirect-to-web',
  insufficient_authorization: 'unknown-requirement',
  access_denied: 'unknown-requirement',
  temporarily_unavailable: 'server-error',
  server_error: 'server-error',
};

function errorOf(code: ErrorCode, refusal: Refusal): AppError {
  const attemptsLeft = refusal.attempts_left ?? refusal.otp?.attempts_left;
  const resendInSeconds = refusal.resend_in ?? refusal.otp?.resend_in;
  const details = {
    ...(typeof attemptsLeft === 'number' ? { attemptsLeft } : {}),
    ...(code === 'account-locked' && refusal.locked_for !== undefined
      ? { lockedForMs: refusal.locked_for * 1_000 }
      : {}),
    ...(code === 'resend-too-early' && resendInSeconds !== undefined ? { resendInMs: resendInSeconds * 1_000 } : {}),
  };
  return appError(code, { retry: 'now', details });
}

function readRefusal(refusal: Refusal, challenge: Challenge): Result<ChallengeStep> {
  const wantsOtp = refusal.error === 'insufficient_authorization' && refusal.otp_required === true;
  // The shape of earlier drafts names the requirement in `error` itself.
  if (wantsOtp || refusal.error === 'otp_required') {
    if (!refusal.otp || challenge.authSession === '') return answerInvalid('otp');
    return ok({ kind: 'otp', challenge, prompt: readPrompt(refusal.otp) });
  }
  const reason = refusal.error === 'access_denied' ? (refusal.reason ?? '') : '';
  const correction = corrections[reason];
  if (correction !== undefined) {
    return ok({
      kind: 'otp-refused',
      error: errorOf(correction, refusal),
      prompt: refusal.otp ? readPrompt(refusal.otp) : null,
      attemptsLeft: refusal.attempts_left ?? refusal.otp?.attempts_left ?? null,
      resendInSeconds: refusal.resend_in ?? refusal.otp?.resend_in ?? null,
    });
  }
  // Anything else in the registry of OAuth errors says that this client did something the server does not allow.
  return err(errorOf(endings[reason] ?? protocolErrors[refusal.error] ?? 'client-refused', refusal));
}

/** Takes the newest `auth_session` out of any answer, whatever its status and meaning. */
export function takeAuthSession(challenge: Challenge, response: HttpResponse): void {
  const body = readJson(response);
  const parsed = body.ok ? refusalSchema.pick({ auth_session: true }).safeParse(body.value) : null;
  if (parsed?.data?.auth_session) challenge.authSession = parsed.data.auth_session;
}

/** Reads an answer of the challenge endpoint (docs/wire/sso.md); an answer that is not of the protocol is `answer-invalid`. */
export function readChallengeAnswer(response: HttpResponse, challenge: Challenge): Result<ChallengeStep> {
  const body = readJson(response);
  if (!body.ok) return body;
  if (response.status === 200) {
    const code = codeSchema.safeParse(body.value);
    return code.success ? ok({ kind: 'code', challenge, code: code.data.authorization_code }) : answerInvalid('code');
  }
  const refusal = refusalSchema.safeParse(body.value);
  return refusal.success ? readRefusal(refusal.data, challenge) : answerInvalid('refusal');
}

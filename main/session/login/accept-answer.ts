import { type AppError, appError, type ErrorCode } from '../../../shared/contract/errors.ts';
import type { RealmState } from '../../../shared/contract/session.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { ChallengeStep } from '../../sso/sso-client.ts';
import type { RealmContext } from '../realm-context.ts';
import { openSession, type WaitingForOtp, waitForOtp } from '../realm-state.ts';
import { revoke } from '../revoke.ts';

/** After these the exchange has closed the log-in; after any other failure the OTP step stays open. */
const endsLogin: ReadonlySet<ErrorCode> = new Set([
  'bad-credentials',
  'account-locked',
  'email-not-registered',
  'method-not-allowed',
  'login-expired',
  'redirect-to-web',
  'unknown-requirement',
  'client-refused',
]);

type Answer<K extends ChallengeStep['kind']> = Extract<ChallengeStep, { kind: K }>;

/** Whoever was asked for an OTP is back at the start. */
function backToStart(context: RealmContext): void {
  const state = context.current();
  if (state.kind === 'otp') context.become({ kind: 'logged-out', reason: state.previousEnd });
}

async function finish(context: RealmContext, answer: Answer<'code'>, signal: AbortSignal): Promise<Result<RealmState>> {
  const askedAt = context.clock.monotonic();
  const tokens = await context.sso.exchangeCode(answer.challenge, answer.code, signal);
  if (signal.aborted) {
    // Nobody wants this session any more; the exchange should not show it as open.
    if (tokens.ok) await revoke(context.sso, tokens.value);
    return err(appError('cancelled'));
  }
  if (!tokens.ok) {
    // The code is used up or unknown: the log-in begins anew.
    backToStart(context);
    return tokens;
  }
  context.become(openSession(tokens.value, askedAt));
  return ok(context.shown());
}

/** The OTP step after a refusal: what the answer did not repeat stays as it was. */
function correct(current: WaitingForOtp, refusal: Answer<'otp-refused'>, now: number): WaitingForOtp {
  const base = refusal.prompt ? waitForOtp({ ...current, prompt: refusal.prompt }, now) : current;
  const resendAt = refusal.resendInSeconds === null ? base.resendAt : now + refusal.resendInSeconds * 1_000;
  return { ...base, resendAt, attemptsLeft: refusal.attemptsLeft ?? base.attemptsLeft };
}

function refuse(context: RealmContext, error: AppError): Result<RealmState> {
  if (endsLogin.has(error.code)) backToStart(context);
  return err(error);
}

/** Takes the exchange's answer to a step of a log-in, changes the state accordingly and gives it. */
export async function acceptAnswer(
  context: RealmContext,
  step: { readonly userId: string; readonly signal: AbortSignal },
  answer: Result<ChallengeStep>,
): Promise<Result<RealmState>> {
  if (step.signal.aborted) return err(appError('cancelled'));
  if (!answer.ok) return refuse(context, answer.error);
  const next = answer.value;
  if (next.kind === 'code') return finish(context, next, step.signal);
  const state = context.current();
  const now = context.clock.monotonic();
  if (next.kind === 'otp') {
    const previousEnd = state.kind === 'logged-in' ? 'never' : state.kind === 'otp' ? state.previousEnd : state.reason;
    const { userId } = step;
    context.become(waitForOtp({ userId, challenge: next.challenge, prompt: next.prompt, previousEnd }, now));
    return ok(context.shown());
  }
  // An OTP was refused that nobody had asked for.
  if (state.kind !== 'otp') return err(appError('answer-invalid', { retry: 'now', details: { reason: 'refusal' } }));
  context.become(correct(state, next, now));
  return err(next.error);
}

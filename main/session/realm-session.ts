import type { AppError, ErrorCode } from '../../shared/contract/errors.ts';
import { appError } from '../../shared/contract/errors.ts';
import type { Realm, RealmState } from '../../shared/contract/session.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { isOtp, normaliseOtp } from '../../shared/model/otp.ts';
import type { HttpRequest, HttpResponse } from '../http/http.ts';
import type { Challenge, ChallengeStep, SsoClient, Tokens } from '../sso/sso-client.ts';
import { createKeepAlive } from './keep-alive.ts';
import {
  type EndReason,
  type InnerState,
  openSession,
  showState,
  type WaitingForOtp,
  waitForOtp,
} from './realm-state.ts';

export interface RealmSessionOptions {
  readonly realm: Realm;
  readonly sso: SsoClient;
  readonly clock: Clock;
  /** Called after each change of the state. */
  readonly changed: () => void;
}

/** One realm's log-in and session. At most one step of a log-in is on the wire at a time. */
export interface RealmSession {
  state(): RealmState;
  begin(input: { userId: string; password: string }): Promise<Result<RealmState>>;
  submitOtp(otp: string): Promise<Result<RealmState>>;
  resendOtp(): Promise<Result<RealmState>>;
  cancel(): RealmState;
  extend(): Promise<Result<RealmState>>;
  logOut(): Promise<RealmState>;
  authorized(request: HttpRequest): Promise<Result<HttpResponse>>;
  /** Ends the session when a limit has passed; gives the ms until the next limit, or null without a session. */
  checkLimits(): number | null;
}

/** How long a log-out waits for the exchange to be told, in ms; here everything is wiped before. */
const REVOKE_TIMEOUT_MS = 3_000;

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

/** Makes the state machine of one realm: logged-out, otp, logged-in. */
export function createRealmSession(options: RealmSessionOptions): RealmSession {
  const { realm, sso, clock, changed } = options;
  let inner: InnerState = { kind: 'logged-out', reason: 'never' };
  let step: AbortController | null = null;

  function become(next: InnerState): void {
    inner = next;
    changed();
  }
  const shown = () => showState(realm, inner, clock);
  const keepAlive = createKeepAlive({ sso, clock, current: () => inner, become });

  async function revoke(tokens: Tokens): Promise<void> {
    await sso.revoke(tokens, AbortSignal.timeout(REVOKE_TIMEOUT_MS));
  }

  /** One step at a time: the second press is told so and nothing is sent for it. */
  async function alone(work: (signal: AbortSignal) => Promise<Result<RealmState>>): Promise<Result<RealmState>> {
    if (step !== null) return err(appError('login-in-progress'));
    const own = new AbortController();
    step = own;
    try {
      return await work(own.signal);
    } finally {
      if (step === own) step = null;
    }
  }

  function leave(reason: EndReason): void {
    step?.abort();
    step = null;
    if (inner.kind !== 'logged-out') become({ kind: 'logged-out', reason });
  }

  /** A log-in that failed for good: whoever was asked for an OTP is back at the start. */
  function fail(error: AppError): Result<RealmState> {
    if (inner.kind === 'otp' && endsLogin.has(error.code)) become({ kind: 'logged-out', reason: 'never' });
    return err(error);
  }

  async function finish(challenge: Challenge, code: string, signal: AbortSignal): Promise<Result<RealmState>> {
    const askedAt = clock.monotonic();
    const tokens = await sso.exchangeCode(challenge, code, signal);
    if (signal.aborted) {
      // Nobody wants this session any more; the exchange should not show it as open.
      if (tokens.ok) await revoke(tokens.value);
      return err(appError('cancelled'));
    }
    if (!tokens.ok) {
      // The code is used up or unknown: the log-in begins anew.
      if (inner.kind === 'otp') become({ kind: 'logged-out', reason: 'never' });
      return tokens;
    }
    become(openSession(tokens.value, askedAt));
    return ok(shown());
  }

  async function accept(
    answer: Result<ChallengeStep>,
    userId: string,
    signal: AbortSignal,
  ): Promise<Result<RealmState>> {
    if (signal.aborted) return err(appError('cancelled'));
    if (!answer.ok) return fail(answer.error);
    const next = answer.value;
    if (next.kind === 'code') return finish(next.challenge, next.code, signal);
    if (next.kind === 'otp') {
      become(waitForOtp({ userId, challenge: next.challenge, prompt: next.prompt }, clock.monotonic()));
      return ok(shown());
    }
    if (inner.kind !== 'otp') return err(appError('answer-invalid', { retry: 'now', details: { reason: 'refusal' } }));
    become(correct(inner, next, clock.monotonic()));
    return err(next.error);
  }

  function waiting(): Result<WaitingForOtp, AppError> {
    return inner.kind === 'otp' ? ok(inner) : err(appError('login-expired', { retry: 'now' }));
  }

  return {
    state: shown,
    begin: (input) =>
      alone(async (signal) => {
        if (inner.kind !== 'logged-out') return err(appError('login-in-progress'));
        return accept(await sso.begin(input, signal), input.userId, signal);
      }),
    submitOtp: (typed) =>
      alone(async (signal) => {
        const current = waiting();
        if (!current.ok) return current;
        const { challenge, prompt, userId } = current.value;
        const otp = normaliseOtp(typed);
        // The exchange said how long it is; another length would only burn an attempt.
        if (!isOtp(otp, prompt.length)) return err(appError('invalid-input', { details: { length: prompt.length } }));
        return accept(await sso.sendOtp(challenge, otp, signal), userId, signal);
      }),
    resendOtp: () =>
      alone(async (signal) => {
        const current = waiting();
        if (!current.ok) return current;
        const { challenge, userId, resendAt } = current.value;
        const resendInMs = Math.ceil(resendAt - clock.monotonic());
        if (resendInMs > 0) return err(appError('resend-too-early', { retry: 'now', details: { resendInMs } }));
        return accept(await sso.resendOtp(challenge, signal), userId, signal);
      }),
    cancel: () => {
      if (inner.kind !== 'logged-in') leave('never');
      return shown();
    },
    extend: async () => {
      const refreshed = await keepAlive.refresh();
      return refreshed.ok ? ok(shown()) : refreshed;
    },
    logOut: async () => {
      const tokens = inner.kind === 'logged-in' ? inner.tokens : null;
      leave('by-operator');
      // Wiped here whatever the exchange answers; offline it will end the session by its own limits.
      if (tokens !== null) await revoke(tokens);
      return shown();
    },
    authorized: (request) => keepAlive.authorized(request),
    checkLimits: () => keepAlive.checkLimits(),
  };
}

/** The OTP step after a refusal: what the answer did not repeat stays as it was. */
function correct(
  current: WaitingForOtp,
  refusal: Extract<ChallengeStep, { kind: 'otp-refused' }>,
  now: number,
): WaitingForOtp {
  const { userId, challenge } = current;
  const base = refusal.prompt ? waitForOtp({ userId, challenge, prompt: refusal.prompt }, now) : current;
  const resendAt = refusal.resendInSeconds === null ? base.resendAt : now + refusal.resendInSeconds * 1_000;
  return { ...base, resendAt, attemptsLeft: refusal.attemptsLeft ?? base.attemptsLeft };
}

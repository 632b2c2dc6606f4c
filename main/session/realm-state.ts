import type { Realm, RealmState } from '../../shared/contract/session.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { Challenge, OtpPrompt, Tokens } from '../sso/sso-client.ts';

export type EndReason = Extract<RealmState, { kind: 'logged-out' }>['reason'];

/** Moments are on the monotonic clock, in ms: setting the PC's clock gains nothing. */
export interface WaitingForOtp {
  readonly kind: 'otp';
  readonly userId: string;
  readonly challenge: Challenge;
  readonly prompt: OtpPrompt;
  readonly expiresAt: number;
  readonly resendAt: number;
  readonly attemptsLeft: number | null;
  /** Why the session before this log-in ended. */
  readonly previousEnd: EndReason;
}

export interface OpenSession {
  readonly kind: 'logged-in';
  /** The same as long as it is one session at the exchange, whatever tokens it has by now. */
  readonly id: symbol;
  readonly tokens: Tokens;
  readonly accessEndsAt: number;
  readonly idleEndsAt: number;
  readonly absoluteEndsAt: number;
}

export type InnerState = { readonly kind: 'logged-out'; readonly reason: EndReason } | WaitingForOtp | OpenSession;

/** The OTP step as an answer at `now` describes it. */
export function waitForOtp(
  step: Pick<WaitingForOtp, 'userId' | 'challenge' | 'prompt' | 'previousEnd'>,
  now: number,
): WaitingForOtp {
  const { userId, challenge, prompt, previousEnd } = step;
  const expiresAt = now + prompt.expiresInSeconds * 1_000;
  const resendAt = now + prompt.resendInSeconds * 1_000;
  const { attemptsLeft } = prompt;
  return { kind: 'otp', userId, challenge, prompt, previousEnd, expiresAt, resendAt, attemptsLeft };
}

/**
 * The session that tokens open, or renew when there is one before. Counted from the moment at which they were asked for, so
 * that our limits never lie behind the server's; the absolute limit never moves back.
 */
export function openSession(tokens: Tokens, askedAt: number, before?: OpenSession): OpenSession {
  return {
    kind: 'logged-in',
    id: before?.id ?? Symbol('session'),
    tokens,
    accessEndsAt: askedAt + tokens.expiresInSeconds * 1_000,
    idleEndsAt: askedAt + tokens.idleSeconds * 1_000,
    absoluteEndsAt: Math.min(
      before?.absoluteEndsAt ?? Number.POSITIVE_INFINITY,
      askedAt + tokens.absoluteSeconds * 1_000,
    ),
  };
}

/** The state as the page may see it: no token, no challenge; moments as times on this PC's clock. */
export function showState(realm: Realm, state: InnerState, clock: Clock): RealmState {
  if (state.kind === 'logged-out') return { kind: 'logged-out', realm, reason: state.reason };
  const shift = clock.now() - clock.monotonic();
  const time = (moment: number) => Math.max(0, Math.round(moment + shift));
  if (state.kind === 'otp') {
    const { userId, prompt, attemptsLeft } = state;
    const { maskedAddress, sender, subject, length, channel } = prompt;
    const times = { expiresAt: time(state.expiresAt), resendAt: time(state.resendAt) };
    const ways = { channel, channels: [...prompt.channels] };
    return { kind: 'otp', realm, userId, ...ways, maskedAddress, sender, subject, length, ...times, attemptsLeft };
  }
  const { userId, displayName, method, functions, reminders } = state.tokens;
  const times = { idleEndsAt: time(state.idleEndsAt), absoluteEndsAt: time(state.absoluteEndsAt) };
  const lists = { functions: [...functions], reminders: [...reminders] };
  return { kind: 'logged-in', realm, userId, displayName, method, ...times, ...lists };
}

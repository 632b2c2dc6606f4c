import type { OtpChannel, Realm, RealmState } from '../../shared/contract/session.ts';
import type { Result } from '../../shared/lib/result.ts';
import { applyRealm, applySessions, applyWork, type LoginFeature, type LoginTask } from './login-feature.ts';

/** Queries everything that the log-in screens show. */
export async function loadLogin(feature: LoginFeature): Promise<void> {
  const [sessions, policy, card] = await Promise.all([
    feature.client.call('session/state', {}),
    feature.client.call('policy/state', {}),
    feature.client.call('card/state', {}),
  ]);
  if (card.ok) feature.store.setState({ card: card.value });
  if (policy.ok) feature.store.setState({ policy: policy.value });
  if (sessions.ok) applySessions(feature, sessions.value);
  await Promise.all([loadRemembered(feature, 'ccms'), loadRemembered(feature, 'ecp')]);
}

async function loadRemembered(feature: LoginFeature, realm: Realm): Promise<void> {
  const remembered = await feature.client.call('session/remembered', { realm });
  applyWork(feature, realm, { rememberedUserId: remembered.ok ? remembered.value.userId : null });
}

interface Step {
  readonly realm: Realm;
  readonly task: LoginTask;
  readonly run: () => Promise<Result<RealmState>>;
}

/**
 * Runs one step of a realm unless one is under way already: a double click, or Enter while the last digit submits by
 * itself, must send one request. True when it was run and accepted.
 */
export async function runStep(feature: LoginFeature, { realm, task, run }: Step): Promise<boolean> {
  if (feature.store.getState().work[realm].task !== null) return false;
  applyWork(feature, realm, { task });
  const result = await run();
  if (result.ok) {
    applyRealm(feature, result.value);
    applyWork(feature, realm, { task: null, failure: null });
  } else {
    await refreshAfterRefusal(feature);
    applyWork(feature, realm, { task: null, failure: { task, error: result.error } });
  }
  return result.ok;
}

/** A refusal may carry new limits (attempts left, a step that is over); the events bring them, this makes sure. */
async function refreshAfterRefusal(feature: LoginFeature): Promise<void> {
  const sessions = await feature.client.call('session/state', {});
  if (sessions.ok) applySessions(feature, sessions.value);
}

export interface Credentials {
  readonly userId: string;
  readonly password: string;
  readonly remember: boolean;
}

/** Sends user ID and password; the password is passed on as it was typed. */
export async function beginLogin(feature: LoginFeature, realm: Realm, credentials: Credentials): Promise<void> {
  const run = () => feature.client.call('session/begin', { realm, ...credentials });
  if (await runStep(feature, { realm, task: 'begin', run })) await loadRemembered(feature, realm);
}

/** Sends an OTP, once. After `otp-unanswered` nothing is sent again until the operator says so. */
export async function submitOtp(feature: LoginFeature, realm: Realm, otp: string): Promise<void> {
  await runStep(feature, { realm, task: 'otp', run: () => feature.client.call('session/submitOtp', { realm, otp }) });
}

/** Asks for a new mail with an OTP. */
export async function resendOtp(feature: LoginFeature, realm: Realm): Promise<void> {
  await runStep(feature, { realm, task: 'resend', run: () => feature.client.call('session/resendOtp', { realm }) });
}

/** Asks for the OTP by another way. */
export async function chooseChannel(feature: LoginFeature, realm: Realm, channel: OtpChannel): Promise<void> {
  const run = () => feature.client.call('session/chooseChannel', { realm, channel });
  await runStep(feature, { realm, task: 'channel', run });
}

/** Leaves a log-in that waits for its OTP. */
export async function cancelLogin(feature: LoginFeature, realm: Realm): Promise<void> {
  await runStep(feature, { realm, task: 'cancel', run: () => feature.client.call('session/cancel', { realm }) });
}

export async function logOut(feature: LoginFeature, realm: Realm): Promise<void> {
  await runStep(feature, { realm, task: 'log-out', run: () => feature.client.call('session/logOut', { realm }) });
}

/**
 * Tells the exchange that the operator is still there. It runs beside other steps: the click on "log out" is itself a
 * sign of life and must not wait for this.
 */
export async function extendSession(feature: LoginFeature, realm: Realm): Promise<void> {
  const isLoggedIn = () => feature.store.getState().sessions?.[realm].kind === 'logged-in';
  if (!isLoggedIn() || feature.store.getState().work[realm].extending) return;
  applyWork(feature, realm, { extending: true });
  const result = await feature.client.call('session/extend', { realm });
  applyWork(feature, realm, { extending: false });
  if (!result.ok) await refreshAfterRefusal(feature);
  else if (isLoggedIn()) applyRealm(feature, result.value);
}

/** Forgets the user ID kept on this PC. */
export async function forgetUserId(feature: LoginFeature, realm: Realm): Promise<void> {
  const result = await feature.client.call('session/forget', { realm });
  if (result.ok) applyWork(feature, realm, { rememberedUserId: null });
}

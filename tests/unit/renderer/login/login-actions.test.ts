import { describe, expect, it } from 'vitest';
import { beginLogin, extendSession, loadLogin, logOut, submitOtp } from '../../../../renderer/login/login-actions.ts';
import { applySessions, createLoginFeature } from '../../../../renderer/login/login-feature.ts';
import { appError } from '../../../../shared/contract/errors.ts';
import type { RealmState, Sessions } from '../../../../shared/contract/session.ts';
import { err, ok, type Result } from '../../../../shared/lib/result.ts';
import { createFakeClient } from '../../../helpers/fake-client.ts';
import { heldAnswer } from '../../../helpers/held-answer.ts';
import { loggedIn, loggedOutSessions, otpStep } from '../../../helpers/renderer-samples.ts';

const waiting: Sessions = { ...loggedOutSessions(), ccms: otpStep('ccms') };

describe('log-in actions', () => {
  it('send an OTP once, whatever else is pressed while it is under way', async () => {
    const held = heldAnswer<Result<RealmState>>();
    const client = createFakeClient({ 'session/submitOtp': () => held.promise });
    const feature = createLoginFeature(client);
    applySessions(feature, waiting);
    const presses = [1, 2, 3].map(() => submitOtp(feature, 'ccms', '012345'));
    held.answer(ok(loggedIn('ccms')));
    await Promise.all(presses);
    expect(client.called).toEqual(['session/submitOtp']);
    expect(feature.store.getState().sessions?.ccms.kind).toBe('logged-in');
    expect(feature.store.getState().work.ccms).toMatchObject({ task: null, failure: null });
  });

  it('never send an OTP again by themselves when its answer was lost', async () => {
    const client = createFakeClient({
      'session/submitOtp': () => err(appError('otp-unanswered')),
      'session/state': () => ok(waiting),
    });
    const feature = createLoginFeature(client);
    applySessions(feature, waiting);
    await submitOtp(feature, 'ccms', '012345');
    expect(client.called.filter((name) => name === 'session/submitOtp')).toHaveLength(1);
    expect(feature.store.getState().work.ccms.failure?.error.code).toBe('otp-unanswered');
    expect(feature.store.getState().sessions?.ccms.kind).toBe('otp');
  });

  it('keep the refusal at the step that it belongs to', async () => {
    const client = createFakeClient({
      'session/begin': () => err(appError('bad-credentials', { details: { attemptsLeft: 4 } })),
      'session/state': () => ok(loggedOutSessions()),
    });
    const feature = createLoginFeature(client);
    applySessions(feature, loggedOutSessions());
    await beginLogin(feature, 'ecp', { userId: 'x', password: ' y ', remember: false });
    expect(feature.store.getState().work.ecp.failure).toMatchObject({
      task: 'begin',
      error: { code: 'bad-credentials' },
    });
    expect(feature.store.getState().work.ccms.failure).toBeNull();
    applySessions(feature, { ...loggedOutSessions(), ecp: otpStep('ecp') });
    expect(feature.store.getState().work.ecp.failure).toBeNull();
  });

  it('log out while a sign of life is under way, and do not bring the session back with its answer', async () => {
    const held = heldAnswer<Result<RealmState>>();
    const client = createFakeClient({
      'session/extend': () => held.promise,
      'session/logOut': () => ok({ kind: 'logged-out', realm: 'ccms', reason: 'by-operator' }),
    });
    const feature = createLoginFeature(client);
    applySessions(feature, { ...loggedOutSessions(), ccms: loggedIn('ccms') });
    const extending = extendSession(feature, 'ccms');
    await logOut(feature, 'ccms');
    held.answer(ok(loggedIn('ccms')));
    await extending;
    expect(feature.store.getState().sessions?.ccms).toMatchObject({ kind: 'logged-out', reason: 'by-operator' });
  });

  it('ask for what is remembered, and bear a keychain that is missing', async () => {
    const client = createFakeClient({
      'session/state': () => ok(loggedOutSessions()),
      'session/remembered': ({ realm }) =>
        realm === 'ccms' ? ok({ userId: 'CHANTM' }) : err(appError('keychain-unavailable')),
    });
    const feature = createLoginFeature(client);
    await loadLogin(feature);
    expect(feature.store.getState().work.ccms.rememberedUserId).toBe('CHANTM');
    expect(feature.store.getState().work.ecp.rememberedUserId).toBeNull();
  });
});

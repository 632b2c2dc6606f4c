import { describe, expect, it } from 'vitest';
import { applyWork, chosenMethod, createLoginFeature } from '../../../../renderer/login/login-feature.ts';
import { refreshPolicy, refreshPolicyOnReturn } from '../../../../renderer/login/policy-actions.ts';
import type { PolicyState } from '../../../../shared/contract/policy.ts';
import type { LoginMethod } from '../../../../shared/contract/session.ts';
import { ok, type Result } from '../../../../shared/lib/result.ts';
import { createFakeClient } from '../../../helpers/fake-client.ts';
import { heldAnswer } from '../../../helpers/held-answer.ts';

function offering(...offered: LoginMethod[]): PolicyState {
  return { timeline: null, allowed: null, offered, trouble: null, minimumVersion: null, help: null };
}

describe('the method at CCMS', () => {
  it.each<[string, LoginMethod[], LoginMethod | null, LoginMethod | null]>([
    ['nothing chosen', ['2fa', 'smart-card'], null, '2fa'],
    ['the card chosen inside its window', ['2fa', 'smart-card'], 'smart-card', 'smart-card'],
    ['the card chosen, and its window over', ['2fa'], 'smart-card', '2fa'],
    ['the card is all there is', ['smart-card'], null, 'smart-card'],
    ['2FA chosen before its time', ['smart-card'], '2fa', 'smart-card'],
    ['nothing offered', [], '2fa', null],
  ])('%s', (_, offered, method, expected) => {
    const feature = createLoginFeature(createFakeClient({}));
    applyWork(feature, 'ccms', { method });
    feature.store.setState({ policy: offering(...offered) });
    expect(chosenMethod(feature.store.getState())).toBe(expected);
  });

  it('is none before the program has said what is offered', () => {
    expect(chosenMethod(createLoginFeature(createFakeClient({})).store.getState())).toBeNull();
  });
});

describe('asking for the policy', () => {
  it('asks once, however often it is pressed, and shows what comes', async () => {
    const held = heldAnswer<Result<PolicyState>>();
    const client = createFakeClient({ 'policy/refresh': () => held.promise });
    const feature = createLoginFeature(client);
    const presses = [refreshPolicy(feature), refreshPolicy(feature)];
    expect(feature.store.getState().askingPolicy).toBe(true);
    held.answer(ok(offering('2fa')));
    await Promise.all(presses);
    expect(client.called).toEqual(['policy/refresh']);
    expect(feature.store.getState()).toMatchObject({ askingPolicy: false, policy: { offered: ['2fa'] } });
  });

  it('asks when somebody comes back to the window, but not at every glance', () => {
    const client = createFakeClient({ 'policy/refresh': () => ok(offering('2fa')) });
    const target = new EventTarget();
    let time = 0;
    const end = refreshPolicyOnReturn({ feature: createLoginFeature(client), target, now: () => time });
    const glance = (at: number) => {
      time = at;
      target.dispatchEvent(new Event('focus'));
      return client.called.length;
    };
    expect([glance(1_000), glance(2_000), glance(3_000)]).toEqual([0, 1, 1]);
    end();
    expect(glance(60_000)).toBe(1);
  });
});

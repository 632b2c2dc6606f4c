import { beforeAll, describe, expect, test } from 'vitest';
import { judgePolicy, type PolicyKnowledge } from '../../../../main/policy/judge-policy.ts';
import { type Policy, verifyPolicy } from '../../../../main/policy/verify-policy.ts';
import { policyTroubles } from '../../../../shared/contract/policy.ts';
import { makePolicyKey, policyIssuer, policyPayload, signSample } from '../../../helpers/sample-policy.ts';

let policy: Policy;
beforeAll(async () => {
  const key = await makePolicyKey();
  const document = await signSample(policyPayload(), key);
  const verified = await verifyPolicy(document, { key: key.pinned, issuer: policyIssuer });
  if (!verified) throw new Error('the sample is a policy');
  policy = verified;
});
const second = (time: number) => ({ earliest: time * 1_000, latest: time * 1_000 + 999 });
const judge = (changes: Partial<PolicyKnowledge>) =>
  judgePolicy({ policy, trouble: null, time: second(2_500), version: '0.1.0', ...changes });

describe('what is offered', () => {
  test('in each phase is what some class of users may use', () => {
    expect(judge({ time: second(1_500) }).offered).toEqual(['smart-card']);
    expect(judge({}).offered).toEqual(['2fa', 'smart-card']);
    expect(judge({ time: second(3_000) }).offered).toEqual(['2fa']);
  });

  test.each(policyTroubles.filter((each) => each !== 'program-outdated'))(
    'without a policy, for the trouble "%s", is never the card',
    (trouble) => {
      expect(judge({ policy: null, trouble })).toMatchObject({ offered: ['2fa'], allowed: null, trouble });
    },
  );

  test.each(['no-key', 'missing', 'not-verified'] as const)(
    'is never the card after "%s", though an earlier policy is known',
    (trouble) => {
      expect(judge({ trouble })).toMatchObject({ offered: ['2fa'], timeline: null, trouble });
    },
  );

  test('stays when the exchange cannot be reached for a while', () => {
    expect(judge({ trouble: 'unreachable' })).toMatchObject({ offered: ['2fa', 'smart-card'], trouble: null });
  });

  test('is never the card while the exchange’s time is not known, but its dates are shown', () => {
    const state = judge({ time: null, trouble: 'not-known-yet' });
    expect(state).toMatchObject({ offered: ['2fa'], timeline: { current: null, daysLeft: null } });
    expect(state.timeline?.phases).toHaveLength(3);
  });

  test('is never the card from the first moment that may be after the expiry', () => {
    const parallel = { ...policy, plan: { ...policy.plan, phases: policy.plan.phases.slice(0, 2) } };
    const until = (latest: number) => judge({ policy: parallel, time: { earliest: latest - 999, latest } });
    expect(until(8_999_999)).toMatchObject({ offered: ['2fa', 'smart-card'], trouble: null });
    expect(until(9_000_000)).toMatchObject({ offered: ['2fa'], trouble: 'expired', timeline: null });
  });

  test('is nothing for a program that is too old', () => {
    const state = judge({ version: '0.0.9' });
    expect(state).toMatchObject({ offered: [], trouble: 'program-outdated', minimumVersion: '0.1.0' });
  });

  test('before the first phase is 2FA alone, and the screen says so', () => {
    const later = { ...policy, plan: { ...policy.plan, phases: policy.plan.phases.slice(2) } };
    expect(judge({ policy: later })).toMatchObject({ offered: ['2fa'], trouble: 'not-begun' });
  });
});

import { expect, it } from 'vitest';
import { createUnlockClient, unlockNames } from '../../../../renderer/lock/unlock-client.ts';
import { type CallName, calls } from '../../../../shared/contract/index.ts';
import { ok } from '../../../../shared/lib/result.ts';
import { createFakeClient } from '../../../helpers/fake-client.ts';
import { loggedOutSessions } from '../../../helpers/renderer-samples.ts';

it('each call of unlocking is the very call of a log-in', () => {
  for (const [name, other] of Object.entries(unlockNames)) expect(calls[other]).toBe(calls[name as CallName]);
});

it('asks by the names of unlocking, and for everything else by its own', async () => {
  const client = createFakeClient({ 'lock/proofs': () => ok(loggedOutSessions()) });
  const unlocking = createUnlockClient(client);
  expect((await unlocking.call('session/state', {})).ok).toBe(true);
  await unlocking.call('session/submitOtp', { realm: 'ccms', otp: '1' });
  await unlocking.call('settings/get', {});
  expect(client.called).toEqual(['lock/proofs', 'lock/submitOtp', 'settings/get']);
});

import { expect, it } from 'vitest';
import { connectFeatures, createFeatures } from '../../../../renderer/app/connect-features.ts';
import { applyWork } from '../../../../renderer/login/login-feature.ts';
import type { LockState } from '../../../../shared/contract/lock.ts';
import { createFakeClient } from '../../../helpers/fake-client.ts';
import { loggedIn, loggedOutSessions } from '../../../helpers/renderer-samples.ts';

const locked: LockState = {
  kind: 'locked',
  reason: 'operator',
  since: 1,
  holders: [{ realm: 'ccms', userId: 'CHANTM', displayName: 'CHAN TAI MAN', method: '2fa' }],
  proofs: loggedOutSessions(),
};
const unlocked: LockState = { kind: 'unlocked', choices: [5, 10, 15, null] };

function typedAndLocked() {
  const client = createFakeClient({});
  const features = createFeatures(client);
  connectFeatures(client, features);
  client.push({ name: 'session/changed', payload: { ...loggedOutSessions(), ccms: loggedIn('ccms') } });
  applyWork(features.login, 'ecp', { typedUserId: 'half@typed' });
  client.push({ name: 'lock/changed', payload: locked });
  return { client, features };
}

it('an unlocking keeps what was typed and queries everything anew', () => {
  const { client, features } = typedAndLocked();
  const asked = client.called.length;
  client.push({ name: 'lock/changed', payload: unlocked });
  expect(features.login.store.getState().work.ecp.typedUserId).toBe('half@typed');
  expect(client.called.slice(asked)).toEqual(expect.arrayContaining(['session/state', 'draft/list', 'readiness/view']));
  expect(features.frame.store.getState().generation).toBe(0);
});

it('a log-out instead clears what was typed and begins on the log-in screen', () => {
  const { client, features } = typedAndLocked();
  features.frame.store.setState({ screen: 'ecp-submit' });
  client.push({ name: 'session/changed', payload: loggedOutSessions() });
  client.push({ name: 'lock/changed', payload: unlocked });
  expect(features.login.store.getState().work.ecp.typedUserId).toBeNull();
  expect(features.frame.store.getState()).toMatchObject({ screen: 'ccms-login', generation: 1 });
});

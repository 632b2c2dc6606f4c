import { describe, expect, it } from 'vitest';
import { applySessions, createLoginFeature } from '../../../../renderer/login/login-feature.ts';
import { watchPresence } from '../../../../renderer/login/presence.ts';
import { ok } from '../../../../shared/lib/result.ts';
import { createFakeClient } from '../../../helpers/fake-client.ts';
import { loggedIn, loggedOutSessions } from '../../../helpers/renderer-samples.ts';

function watched(idleEndsAt: number) {
  const client = createFakeClient({ 'session/extend': () => ok(loggedIn('ccms', idleEndsAt)) });
  const feature = createLoginFeature(client);
  applySessions(feature, { ...loggedOutSessions(), ccms: loggedIn('ccms', idleEndsAt) });
  const target = new EventTarget();
  let now = 100_000;
  const stop = watchPresence({ feature, target, now: () => now });
  const press = async (at: number) => {
    now = at;
    target.dispatchEvent(new Event('keydown'));
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { client, press, stop };
}

describe('watchPresence', () => {
  it('tells the exchange of keys at most once a minute, and only for realms that are logged in', async () => {
    const { client, press } = watched(10_000_000);
    await press(100_000);
    await press(130_000);
    await press(159_999);
    expect(client.called).toEqual(['session/extend']);
    await press(160_000);
    expect(client.called).toEqual(['session/extend', 'session/extend']);
  });

  it('tells it at once while the warning stands', async () => {
    const { client, press } = watched(200_000);
    await press(141_000);
    await press(142_000);
    expect(client.called).toHaveLength(2);
  });

  it('ends', async () => {
    const { client, press, stop } = watched(10_000_000);
    stop();
    await press(500_000);
    expect(client.called).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { connectFeatures, createFeatures } from '../../../../renderer/app/connect-features.ts';
import { ok } from '../../../../shared/lib/result.ts';
import { createFakeClient } from '../../../helpers/fake-client.ts';
import { loggedIn, loggedOutSessions, sampleDraft, sampleSubmission } from '../../../helpers/renderer-samples.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('connectFeatures', () => {
  it('queries everything anew after each connection, and says when it is lost', async () => {
    const client = createFakeClient({ 'session/state': () => ok(loggedOutSessions()) });
    const features = createFeatures(client);
    connectFeatures(client, features);
    client.connect();
    await settle();
    const first = [...client.called].sort();
    expect(first).toEqual(
      expect.arrayContaining(['draft/list', 'session/state', 'settings/get', 'submission/list', 'terminal/status']),
    );
    client.lose();
    expect(features.frame.store.getState().connection).toBe('lost');
    client.connect();
    await settle();
    expect(features.frame.store.getState().connection).toBe('connected');
    expect(client.called.length).toBe(first.length * 2);
  });

  it('mirrors events', () => {
    const client = createFakeClient({});
    const features = createFeatures(client);
    connectFeatures(client, features);
    client.push({ name: 'draft/changed', payload: sampleDraft() });
    client.push({ name: 'submission/changed', payload: sampleSubmission() });
    expect(features.submission.store.getState()).toMatchObject({
      drafts: [{ draftId: 'd1' }],
      submissions: [{ submissionId: 's1' }],
    });
    client.push({ name: 'draft/removed', payload: { draftId: 'd1' } });
    expect(features.submission.store.getState().drafts).toEqual([]);
  });

  it('asks for the folders when an ECP session begins', () => {
    const client = createFakeClient({});
    const features = createFeatures(client);
    connectFeatures(client, features);
    client.push({ name: 'session/changed', payload: loggedOutSessions() });
    expect(client.called).toEqual([]);
    client.push({ name: 'session/changed', payload: { ...loggedOutSessions(), ecp: loggedIn('ecp') } });
    expect(client.called).toContain('draft/list');
  });
});

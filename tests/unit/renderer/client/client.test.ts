import { describe, expect, it } from 'vitest';
import { parseAddedFile, parseAnswer, parseEvent } from '../../../../renderer/client/client.ts';
import { loggedOutSessions, sampleDraft } from '../../../helpers/renderer-samples.ts';

describe('what a host answers', () => {
  it('is taken when it fits the contract', () => {
    const answer = { ok: true, value: loggedOutSessions() };
    expect(parseAnswer('session/state', answer)).toEqual(answer);
    const refusal = { ok: false, error: { code: 'timed-out', retry: 'now' } };
    expect(parseAnswer('session/state', refusal)).toEqual(refusal);
    expect(parseAddedFile('submission', { ok: true, value: sampleDraft() })).toMatchObject({ ok: true });
  });

  it.each([
    null,
    '<html>',
    {},
    { ok: true },
    { ok: true, value: { ccms: 1 } },
    { ok: false, error: { code: 'made-up', retry: 'now' } },
    { ok: true, value: loggedOutSessions(), error: null },
  ])('becomes a failure otherwise: %j', (answer) => {
    expect(parseAnswer('session/state', answer)).toMatchObject({ ok: false, error: { code: 'internal' } });
  });

  it('is no draft where the outcome of a check was asked for', () => {
    expect(parseAddedFile('check', { ok: true, value: sampleDraft() })).toMatchObject({ ok: false });
  });
});

describe('parseEvent', () => {
  it('takes an event of the contract', () => {
    const event = { name: 'draft/removed', payload: { draftId: 'd1' } };
    expect(parseEvent(event)).toEqual(event);
  });

  it.each([null, {}, { name: 'toString', payload: {} }, { name: 'draft/removed', payload: {} }])(
    'drops anything else: %j',
    (value) => {
      expect(parseEvent(value)).toBeNull();
    },
  );
});

import { expect, test } from 'vitest';
import { journalKinds, mayFollow, openStates } from '../../../../shared/model/submission-transitions.ts';

test('a life begins with a draft and nothing else', () => {
  expect(journalKinds.filter((kind) => mayFollow(null, kind))).toEqual(['drafted']);
});

test('nothing follows what is confirmed, removed or put aside', () => {
  for (const end of ['confirmed', 'removed', 'dismissed'] as const) {
    expect(journalKinds.filter((kind) => mayFollow(end, kind))).toEqual([]);
  }
});

test('nothing is confirmed that was not sent and answered, or asked for', () => {
  expect(journalKinds.filter((kind) => mayFollow(kind, 'confirmed'))).toEqual(['sent', 'in-doubt']);
});

test('bytes leave only after Submit, Retry, or the exchange’s word that it has nothing', () => {
  expect(journalKinds.filter((kind) => mayFollow(kind, 'sending'))).toEqual(['checked', 'in-doubt']);
});

test('every open state can be put in doubt by a restart, or is in doubt already', () => {
  for (const state of openStates) expect(state === 'in-doubt' || mayFollow(state, 'in-doubt')).toBe(true);
});

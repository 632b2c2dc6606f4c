import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { createTurnDesk, type TurnDesk } from '../../../../../main/submission/queue/turn-desk.ts';
import type { Channel } from '../../../../../shared/contract/submission.ts';

const never = new AbortController().signal;
let limits: Record<Channel, number>;
let places: Map<string, number>;
let held: Set<string>;
let desk: TurnDesk;
/** Who has had a turn, in order, and how to end it. */
let begun: string[];
let releases: Map<string, () => void>;

beforeEach(() => {
  limits = { web: 1, sftp: 2 };
  places = new Map();
  held = new Set();
  begun = [];
  releases = new Map();
  desk = createTurnDesk({
    limitOf: (channel) => limits[channel],
    placeOf: (id) => places.get(id) ?? 0,
    isHeld: (id) => held.has(id),
  });
});

async function want(submissionId: string, place: number, channel: Channel = 'web', signal = never): Promise<void> {
  places.set(submissionId, place);
  void desk.take({ submissionId, channel }, signal).then((release) => {
    begun.push(release ? submissionId : `${submissionId} left`);
    if (release) releases.set(submissionId, release);
  });
  await turn();
}

async function end(submissionId: string): Promise<void> {
  releases.get(submissionId)?.();
  await turn();
}

describe('turns', () => {
  test('go by place, not by who came first', async () => {
    await want('a', 1);
    await want('c', 3);
    await want('b', 2);
    await end('a');
    await end('b');
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  test('each channel has a line of its own', async () => {
    await want('web', 1);
    await want('one', 2, 'sftp');
    await want('two', 3, 'sftp');
    await want('three', 4, 'sftp');
    expect(begun).toEqual(['web', 'one', 'two']);
    await end('one');
    expect(begun).toEqual(['web', 'one', 'two', 'three']);
  });

  test('whoever is held lets others go first, and keeps the place', async () => {
    await want('a', 1);
    held.add('b');
    await want('b', 2);
    await want('c', 3);
    await want('d', 4);
    await end('a');
    expect(begun).toEqual(['a', 'c']);
    held.delete('b');
    desk.look();
    await end('c');
    await end('b');
    expect(begun).toEqual(['a', 'c', 'b', 'd']);
  });

  test('a new order counts for those who wait', async () => {
    await want('a', 1);
    await want('b', 2);
    await want('c', 3);
    places.set('c', 1.5);
    desk.look();
    await end('a');
    expect(begun).toEqual(['a', 'c']);
  });

  test('a limit that falls lets nobody new in, one that rises does at the next look', async () => {
    limits.sftp = 0;
    await want('a', 1, 'sftp');
    await want('b', 2, 'sftp');
    expect(begun).toEqual([]);
    limits.sftp = 1;
    desk.look();
    await turn();
    expect(begun).toEqual(['a']);
    limits.sftp = 0;
    await end('a');
    expect(begun).toEqual(['a']);
  });

  test('whoever leaves gets none, and costs nobody else theirs', async () => {
    const leaving = new AbortController();
    await want('a', 1);
    await want('b', 2, 'web', leaving.signal);
    await want('c', 3);
    leaving.abort();
    await turn();
    await end('a');
    await end('a');
    expect(begun).toEqual(['a', 'b left', 'c']);
    await want('d', 4, 'web', AbortSignal.abort());
    expect(begun.at(-1)).toBe('d left');
  });

  test('a turn that was given to somebody who just left goes to the next one', async () => {
    const leaving = new AbortController();
    await want('a', 1);
    await want('b', 2, 'web', leaving.signal);
    await want('c', 3);
    releases.get('a')?.();
    leaving.abort();
    await turn();
    expect(begun).toEqual(['a', 'b left', 'c']);
  });
});

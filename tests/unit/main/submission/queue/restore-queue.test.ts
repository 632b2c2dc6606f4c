import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AppError, appError } from '../../../../../shared/contract/errors.ts';
import { createMemoryExchange, type MemoryExchange } from '../../../../helpers/memory-exchange.ts';
import { sampleChoices, sampleDraft, sampleSubmission } from '../../../../helpers/sample-ledger.ts';
import {
  good,
  incoming,
  openService,
  type ServiceSetup,
  temporaryFolder,
} from '../../../../helpers/submission-setup.ts';

const USER = 'chan@firm.example';
let place: Awaited<ReturnType<typeof temporaryFolder>>;
let exchange: MemoryExchange;
let setup: ServiceSetup;

async function open(resumes = true): Promise<void> {
  const { client, sessions } = exchange;
  setup = await openService({ dataFolder: place.folder, client, sessions, resumes });
}

beforeEach(async () => {
  place = await temporaryFolder();
  exchange = createMemoryExchange();
  exchange.logIn(USER);
  await open();
});
afterEach(async () => {
  await setup.close();
  await place.remove();
  expect(setup.bugs).toEqual([]);
});

async function submit(day: number): Promise<string> {
  const { draftId } = good(await setup.service.addFile(incoming(`SD_01234_202605${day}.csv`, 'x,y\n')));
  good(await setup.service.submit({ draftId, replace: false, despiteRefusal: false }));
  return draftId;
}

/** One that is paused by itself. */
async function paused(day: number): Promise<string> {
  good(await setup.service.queue.pause(null));
  const id = await submit(day);
  good(await setup.service.queue.pause(id));
  good(setup.service.queue.resume(null));
  return id;
}

const stateOf = (id: string) => setup.ledger.submission(id)?.newest.kind;

test('a program that only came to send one file leaves what is held as it is, and is not held itself', async () => {
  const id = await paused(11);
  good(await setup.service.queue.pause(null));
  await setup.close();
  exchange.logIn(null);
  await open(false);
  exchange.logIn(USER);
  await setup.until(await submit(12), 'confirmed');
  expect(stateOf(id)).toBe('checked');
  expect(exchange.asked).toBe(0);
  await setup.close();
  await open();
  good(setup.service.queue.resume(null));
  expect(stateOf(id)).toBe('checked');
  good(setup.service.queue.resume(id));
  await setup.until(id, 'confirmed');
});

test('what is held and goes by web is not resumed into a session that is not there', async () => {
  const id = await paused(11);
  await setup.close();
  exchange.logIn(null);
  await open();
  expect(setup.service.queue.resume(id)).toMatchObject({ error: { code: 'not-logged-in' } });
  exchange.logIn(USER);
  good(setup.service.queue.resume(id));
  await setup.until(id, 'confirmed');
  expect(exchange.requests).toHaveLength(1);
});

test('one whose name a later file took stays behind: the later one is the operator’s last word', async () => {
  const first = await paused(11);
  const { draftId } = good(await setup.service.addFile(incoming('SD_01234_20260511.csv', 'corrected\n')));
  good(await setup.service.submit({ draftId, replace: true, despiteRefusal: false }));
  expect(setup.service.queue.list({ offset: 0, limit: 2, states: null }).items).toMatchObject([
    { submissionId: first, state: 'paused' },
    { submissionId: draftId, state: 'waiting', waitsFor: 'same-name' },
  ]);
  await setup.close();
  await open();
  await setup.until(draftId, 'confirmed');
  expect(await setup.until(first, 'failed')).toMatchObject({ error: { code: 'not-received' } });
  expect([...exchange.received.values()].map(({ size }) => size)).toEqual([10]);
});

/** What a program leaves that ended at one step of a pause, or of an attempt by itself. */
describe('after the program ended in the middle', () => {
  const wish = (submissionId: string, changed: object) => {
    return { submissionId, place: null, paused: false, retries: 0, retryAt: null, ...changed };
  };
  async function leave(id: string, steps: readonly ('sending' | 'failed')[], error: AppError): Promise<void> {
    good(setup.ledger.addDraft(sampleDraft(id), sampleChoices));
    good(setup.ledger.addSubmission({ ...sampleSubmission(id), channel: 'sftp' }));
    for (const step of steps) {
      if (step === 'sending') good(setup.ledger.appendJournal(id, 'sending', {}));
      else good(setup.ledger.appendJournal(id, 'failed', { error }));
    }
  }
  const itemOf = (id: string) =>
    setup.service.queue.list({ offset: 0, limit: 9, states: null }).items.find((each) => each.submissionId === id);
  async function restart(): Promise<void> {
    await setup.close();
    await open();
  }

  test('of breaking off: it stands in the line again, held', async () => {
    await leave('a', ['sending', 'failed'], appError('cancelled', { retry: 'now' }));
    good(setup.ledger.queue.keep([wish('a', { paused: true })]));
    await restart();
    expect(stateOf('a')).toBe('checked');
    expect(itemOf('a')).toMatchObject({ state: 'paused', heldBy: 'itself', turn: 1 });
  });

  test('before it was broken off: it is asked for, and not sent before it is resumed', async () => {
    await leave('a', ['sending'], appError('internal'));
    good(setup.ledger.queue.keep([wish('a', { paused: true })]));
    await restart();
    expect(stateOf('a')).toBe('in-doubt');
    expect(itemOf('a')).toMatchObject({ state: 'in-doubt' });
  });

  test('of planning the next attempt: what was planned for another failure means nothing', async () => {
    await leave('a', ['sending'], appError('internal'));
    good(setup.ledger.queue.keep([wish('a', { retries: 1, retryAt: 5 })]));
    await restart();
    expect(stateOf('a')).toBe('in-doubt');
    expect(itemOf('a')).toMatchObject({ nextAttemptAt: null });
  });

  test('when the attempt was due meanwhile, it is made', async () => {
    await leave('a', ['sending', 'failed'], appError('unreachable', { retry: 'now' }));
    good(setup.ledger.queue.keep([wish('a', { retries: 1, retryAt: 5 })]));
    await restart();
    // This terminal has no way by SFTP any more, which the attempt finds out.
    await expect.poll(() => setup.ledger.submission('a')?.attempts).toBe(2);
    expect(await setup.until('a', 'failed')).toMatchObject({ error: { code: 'sftp-unavailable' } });
    expect(itemOf('a')).toMatchObject({ state: 'failed', nextAttemptAt: null });
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appError } from '../../../../shared/contract/errors.ts';
import { err, ok } from '../../../../shared/lib/result.ts';
import { createMemoryExchange, type MemoryExchange } from '../../../helpers/memory-exchange.ts';
import { good, incoming, openService, type ServiceSetup, temporaryFolder } from '../../../helpers/submission-setup.ts';

const USER = 'chan@firm.example';
const name = 'SD_01234_20260522.csv';
let place: Awaited<ReturnType<typeof temporaryFolder>>;
let exchange: MemoryExchange;
let setup: ServiceSetup;

async function open(): Promise<ServiceSetup> {
  return openService({ dataFolder: place.folder, client: exchange.client, sessions: exchange.sessions });
}

beforeEach(async () => {
  place = await temporaryFolder();
  exchange = createMemoryExchange();
  exchange.logIn(USER);
  setup = await open();
});
afterEach(async () => {
  await setup.close();
  await place.remove();
  expect(setup.bugs).toEqual([]);
});

async function submit(text: string, replace = false): Promise<string> {
  const { draftId } = good(await setup.service.addFile(incoming(name, text)));
  return good(await setup.service.submit({ draftId, replace, despiteRefusal: false })).submissionId;
}

const heldContents = () => [...exchange.received.values()].map(({ size }) => size);

describe('several contents under one name', () => {
  test('the later one is sent after the earlier one has ended, however slow that is', async () => {
    const slow = Promise.withResolvers<void>();
    exchange.onSubmit = async (request, take) => {
      if (request.size === 4) await slow.promise;
      return ok(await take());
    };
    const first = await submit('x,y\n');
    await expect.poll(() => exchange.requests.length).toBe(1);
    const second = await submit('corrected\n', true);
    await sleep(30);
    expect(exchange.requests).toHaveLength(1);
    slow.resolve();
    await setup.until(first, 'confirmed');
    await setup.until(second, 'confirmed');
    // The last one that arrived is the one that the exchange holds.
    expect(heldContents()).toEqual([4, 10]);
  });

  test('a later one that waits can be cancelled', async () => {
    exchange.onSubmit = async (request) => {
      await new Promise((resolve) => request.signal.addEventListener('abort', resolve, { once: true }));
      return err(appError('cancelled'));
    };
    await submit('x,y\n');
    const second = await submit('corrected\n', true);
    expect(good(await setup.service.cancel(second))).toMatchObject({ state: 'failed', error: { code: 'cancelled' } });
  });

  test('an older one that failed does not take the place of a newer one by Retry', async () => {
    exchange.onSubmit = async () => err(appError('rate-limited', { retry: 'now' }));
    const first = await submit('x,y\n');
    await setup.until(first, 'failed');
    exchange.onSubmit = async (_request, take) => ok(await take());
    await setup.until(await submit('corrected\n'), 'confirmed');
    expect(await setup.service.retry(first)).toMatchObject({ error: { code: 'submission-not-retryable' } });
    expect(heldContents()).toEqual([10]);
  });

  test('an older one that a crash interrupted is not sent after a newer one', async () => {
    await setup.close();
    exchange.logIn(null);
    setup = await open();
    const ids: string[] = [];
    for (const [index, text] of ['x,y\n', 'corrected\n'].entries()) {
      const { draftId } = good(await setup.service.addFile(incoming(name, text)));
      ids.push(draftId);
      good(
        setup.ledger.addSubmission({
          submissionId: draftId,
          folderId: 'SD1',
          identity: 'SEHK Participant',
          participantCode: '01234',
          inputDate: '2026-05-22',
          idempotencyKey: `00000000-0000-4000-8000-00000000000${index}`,
          userId: USER,
          replaces: index > 0,
          channel: 'web',
          submittedAt: 1_000 + index,
        }),
      );
    }
    await setup.close();
    setup = await open();
    exchange.logIn(USER);
    await setup.until(ids[1] ?? '', 'confirmed');
    expect(await setup.until(ids[0] ?? '', 'failed')).toMatchObject({ error: { code: 'not-received' } });
    expect(heldContents()).toEqual([10]);
  });

  test('a confirmed file changes what is said of the drafts of its name, and of no other', async () => {
    const other = good(await setup.service.addFile(incoming('SD_01234_20260523.csv', 'x,y\n')));
    const corrected = good(await setup.service.addFile(incoming(name, 'corrected\n')));
    await setup.until(await submit('x,y\n'), 'confirmed');
    const heldOf = (draftId: string) =>
      setup.events.flatMap((event) => {
        if (event.name !== 'draft/changed' || event.payload.draftId !== draftId) return [];
        return event.payload.findings.find(({ check }) => check === 'held')?.reason ?? [];
      });
    await expect.poll(() => heldOf(corrected.draftId).at(-1)).toBe('already-held-other');
    const before = setup.events.length;
    await setup.until(await submit('again\n', true), 'confirmed');
    const changed = setup.events.slice(before).flatMap((event) => {
      return event.name === 'draft/changed' ? [event.payload.draftId] : [];
    });
    expect(changed).toContain(corrected.draftId);
    expect(changed).not.toContain(other.draftId);
  });
});

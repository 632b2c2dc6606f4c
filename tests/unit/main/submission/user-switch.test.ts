import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EcpClient } from '../../../../main/ecp/ecp-client.ts';
import { appError } from '../../../../shared/contract/errors.ts';
import { err, ok } from '../../../../shared/lib/result.ts';
import { createMemoryExchange, type MemoryExchange } from '../../../helpers/memory-exchange.ts';
import { sampleFolder } from '../../../helpers/sample-folder.ts';
import { good, incoming, openService, type ServiceSetup, temporaryFolder } from '../../../helpers/submission-setup.ts';

const USER = 'chan@firm.example';
const COLLEAGUE = 'wong@firm.example';
let place: Awaited<ReturnType<typeof temporaryFolder>>;
let exchange: MemoryExchange;
let setup: ServiceSetup;

async function open(client: EcpClient = exchange.client): Promise<void> {
  setup = await openService({ dataFolder: place.folder, client, sessions: exchange.sessions });
}

beforeEach(async () => {
  place = await temporaryFolder();
  exchange = createMemoryExchange();
  exchange.logIn(USER);
});
afterEach(async () => {
  await setup.close();
  await place.remove();
  expect(setup.bugs).toEqual([]);
});

async function submit(day: number): Promise<string> {
  const fileName = `SD_01234_202605${day}.csv`;
  const { draftId } = good(await setup.service.addFile(incoming(fileName, 'x,y\n')));
  return good(await setup.service.submit({ draftId, replace: false, despiteRefusal: false })).submissionId;
}

describe('another user logs in', () => {
  test('what waited for its turn is not sent in the session of a colleague', async () => {
    await open();
    const slow = Promise.withResolvers<void>();
    exchange.onSubmit = async (_request, take) => {
      await slow.promise;
      return ok(await take());
    };
    const ids: string[] = [];
    for (const day of [11, 12, 13, 14]) ids.push(await submit(day));
    await expect.poll(() => exchange.requests.length).toBe(3);
    exchange.logIn(null);
    exchange.logIn(COLLEAGUE);
    slow.resolve();
    const waited = await setup.until(ids[3] ?? '', 'failed');
    expect(waited.error).toMatchObject({ code: 'not-logged-in', retry: 'after-login' });
    expect(exchange.requests).toHaveLength(3);
  });

  test('a press of Submit does not become the press of whoever logs in before it is written down', async () => {
    const held = Promise.withResolvers<void>();
    let slow = false;
    await open({
      ...exchange.client,
      activities: async () => {
        if (slow) await held.promise;
        return exchange.client.activities();
      },
    });
    slow = true;
    exchange.logIn(null);
    exchange.logIn(USER);
    const { draftId } = good(await setup.service.addFile(incoming('SD_01234_20260511.csv', 'x,y\n')));
    const pressed = setup.service.submit({ draftId, replace: false, despiteRefusal: false });
    exchange.logIn(null);
    exchange.logIn(COLLEAGUE);
    held.resolve();
    expect(await pressed).toMatchObject({ error: { code: 'not-logged-in' } });
    expect(good(setup.service.listDrafts())).toMatchObject([{ draftId }]);
  });

  test('a question that the former session could not end goes on in the new one', async () => {
    const answer = Promise.withResolvers<void>();
    let questions = 0;
    await open({
      ...exchange.client,
      ask: async (key) => {
        questions += 1;
        if (questions > 1) return exchange.client.ask(key);
        await answer.promise;
        return err(appError('session-ended', { retry: 'after-login' }));
      },
    });
    exchange.onSubmit = async (_request, take) => {
      await take();
      return err(appError('timed-out'));
    };
    const id = await submit(11);
    await expect.poll(() => questions).toBe(1);
    exchange.logIn(null);
    exchange.logIn(COLLEAGUE);
    answer.resolve();
    await setup.until(id, 'confirmed');
  });

  test('"never received" is not believed from a user who may not see that participant', async () => {
    await open();
    exchange.onSubmit = async (_request, take) => {
      await take();
      return err(appError('timed-out'));
    };
    exchange.askError = appError('server-error');
    const id = await submit(11);
    await expect.poll(() => exchange.asked).toBeGreaterThan(1);
    const theirs = new Map(exchange.received);
    exchange.logIn(null);
    // Another firm's user: keys of ours mean nothing there.
    exchange.received.clear();
    exchange.askError = null;
    exchange.folders = [sampleFolder({ participantCodes: ['05678'] })];
    const before = exchange.asked;
    exchange.logIn('yip@single.example');
    await expect.poll(() => exchange.asked).toBeGreaterThan(before + 1);
    expect(good(setup.service.listSubmissions(10))[0]?.state).toBe('in-doubt');
    exchange.logIn(null);
    for (const [key, receipt] of theirs) exchange.received.set(key, receipt);
    exchange.folders = [sampleFolder()];
    exchange.logIn(USER);
    await setup.until(id, 'confirmed');
  });

  test('a late answer about the former user is not taken for one about the next', async () => {
    const held = Promise.withResolvers<void>();
    let isFirst = true;
    await open({
      ...exchange.client,
      folders: async () => {
        if (!isFirst) return exchange.client.folders();
        isFirst = false;
        await held.promise;
        return ok([sampleFolder({ folderId: 'FORMER' })]);
      },
    });
    exchange.logIn(null);
    exchange.logIn(COLLEAGUE);
    const folders = async () => good(await setup.service.listFolders()).map(({ folderId }) => folderId);
    await expect.poll(() => setup.ledger.catalogue()?.[0]?.folderId).toBe('SD1');
    held.resolve();
    await sleep(10);
    exchange.logIn(null);
    expect(await folders()).not.toContain('FORMER');
    expect(setup.ledger.catalogue()?.map(({ folderId }) => folderId)).not.toContain('FORMER');
  });
});

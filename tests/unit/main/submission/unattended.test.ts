import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appError } from '../../../../shared/contract/errors.ts';
import { err } from '../../../../shared/lib/result.ts';
import { createMemoryExchange, type MemoryExchange } from '../../../helpers/memory-exchange.ts';
import { good, incoming, openService, type ServiceSetup, temporaryFolder } from '../../../helpers/submission-setup.ts';

const lastChoices = { lastFolderId: 'SD1', lastIdentity: 'SEHK Participant', lastParticipantCode: '01235' };
let place: Awaited<ReturnType<typeof temporaryFolder>>;
let exchange: MemoryExchange;
let setup: ServiceSetup;

beforeEach(async () => {
  place = await temporaryFolder();
  exchange = createMemoryExchange();
  exchange.logIn('chan@firm.example');
  setup = await openService({
    dataFolder: place.folder,
    client: exchange.client,
    sessions: exchange.sessions,
    lastChoices,
  });
  good(await setup.service.listFolders());
});
afterEach(async () => {
  await setup.close();
  await place.remove();
  expect(setup.bugs).toEqual([]);
});

describe('a file that no person chose', () => {
  test('is proposed only what follows from its name, and an operator’s gets the last choices', async () => {
    const chosen = good(await setup.service.addFile(incoming('daily.csv', 'a\n')));
    expect(chosen).toMatchObject({ folderId: 'SD1', participantCode: '01235' });
    const brought = good(await setup.service.addFile({ ...incoming('daily.csv', 'a\n'), attended: false }));
    expect(brought).toMatchObject({ participantCode: null, inputDate: null });
    const moved = good(setup.service.updateDraft({ draftId: brought.draftId, folderId: 'SD-1' }));
    expect(moved).toMatchObject({ folderId: 'SD1', participantCode: null });
  });

  test('leaves the operator’s last choices as they are', async () => {
    const name = 'SD_01234_20260522.csv';
    const { draftId } = good(await setup.service.addFile({ ...incoming(name, 'a\n'), attended: false }));
    good(await setup.service.submit({ draftId, replace: false, despiteRefusal: false }));
    await setup.until(draftId, 'confirmed');
    expect(setup.remembered).toEqual([]);
  });
});

describe('a program that only came to ask', () => {
  test('sends nothing that an earlier one left, and says that it did not arrive', async () => {
    const name = 'SD_01234_20260522.csv';
    exchange.onSubmit = async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      return err(appError('unreachable'));
    };
    const { draftId } = good(await setup.service.addFile(incoming(name, 'a\n')));
    good(await setup.service.submit({ draftId, replace: false, despiteRefusal: false }));
    await expect.poll(() => exchange.requests.length).toBe(1);
    await setup.close();
    const parts = { dataFolder: place.folder, client: exchange.client, sessions: exchange.sessions };
    setup = await openService({ ...parts, resumes: false });
    expect(good(setup.service.listSubmissions(1))).toMatchObject([{ state: 'in-doubt' }]);
    expect(good(await setup.service.ask(draftId))).toMatchObject({ state: 'failed', error: { code: 'not-received' } });
    expect(exchange.requests).toHaveLength(1);
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EcpClient } from '../../../../main/ecp/ecp-client.ts';
import { createMemoryExchange } from '../../../helpers/memory-exchange.ts';
import { good, incoming, openService, temporaryFolder } from '../../../helpers/submission-setup.ts';

const USER = 'chan@firm.example';
let place: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  place = await temporaryFolder();
});
afterEach(() => place.remove());

describe('closing', () => {
  test('does not wait for an answer that never comes', async () => {
    const never = new Promise<never>(() => undefined);
    let questions = 0;
    const exchange = createMemoryExchange();
    const client: EcpClient = {
      ...exchange.client,
      ask: () => {
        questions += 1;
        return never;
      },
      activities: () => never,
    };
    const open = () => openService({ dataFolder: place.folder, client, sessions: exchange.sessions });
    let setup = await open();
    const { draftId } = good(await setup.service.addFile(incoming('SD_01234_20260511.csv', 'x,y\n')));
    setup.ledger.addSubmission({
      submissionId: draftId,
      folderId: 'SD1',
      identity: 'SEHK Participant',
      participantCode: '01234',
      inputDate: '2026-05-11',
      idempotencyKey: '00000000-0000-4000-8000-000000000000',
      userId: USER,
      replaces: false,
      channel: 'web',
      submittedAt: 1_000,
    });
    await setup.close();
    setup = await open();
    exchange.logIn(USER);
    await expect.poll(() => questions).toBe(1);
    await setup.close();
    expect(setup.bugs).toEqual([]);
  });
});

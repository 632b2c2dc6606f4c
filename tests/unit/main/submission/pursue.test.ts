import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EcpClient } from '../../../../main/ecp/ecp-client.ts';
import { createMemoryExchange } from '../../../helpers/memory-exchange.ts';
import { good, incoming, openService, temporaryFolder } from '../../../helpers/submission-setup.ts';

const USER = 'chan@firm.example';
let place: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  place = await temporaryFolder();
});
afterEach(() => place.remove());

test('many submissions in doubt are asked for a few at a time', async () => {
  const exchange = createMemoryExchange();
  let underWay = 0;
  let most = 0;
  const client: EcpClient = {
    ...exchange.client,
    ask: async (key) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await sleep(5);
      underWay -= 1;
      return exchange.client.ask(key);
    },
  };
  const open = () => openService({ dataFolder: place.folder, client, sessions: exchange.sessions });
  let setup = await open();
  for (let number = 10; number < 30; number += 1) {
    const { draftId } = good(await setup.service.addFile(incoming(`SD_01234_202605${number}.csv`, 'x,y\n')));
    good(
      setup.ledger.addSubmission({
        submissionId: draftId,
        folderId: 'SD1',
        identity: 'SEHK Participant',
        participantCode: '01234',
        inputDate: `2026-05-${number}`,
        idempotencyKey: `00000000-0000-4000-8000-0000000000${number}`,
        userId: USER,
        replaces: false,
        channel: 'web',
        submittedAt: 1_000,
      }),
    );
  }
  await setup.close();
  setup = await open();
  expect(setup.service.openSubmissions()).toBe(20);
  exchange.logIn(USER);
  await expect.poll(() => setup.service.openSubmissions()).toBe(0);
  await expect.poll(() => exchange.received.size).toBe(20);
  await setup.close();
  expect(setup.bugs).toEqual([]);
  expect(most).toBeLessThanOrEqual(4);
});

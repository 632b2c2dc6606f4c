import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '../../../../shared/lib/result.ts';
import { createMemoryExchange, type MemoryExchange } from '../../../helpers/memory-exchange.ts';
import { good, incoming, openService, type ServiceSetup, temporaryFolder } from '../../../helpers/submission-setup.ts';

let place: Awaited<ReturnType<typeof temporaryFolder>>;
let exchange: MemoryExchange;
let setup: ServiceSetup;
beforeEach(async () => {
  place = await temporaryFolder();
  exchange = createMemoryExchange();
  exchange.logIn('chan@firm.example');
  setup = await openService({ dataFolder: place.folder, client: exchange.client, sessions: exchange.sessions });
});
afterEach(async () => {
  await setup.close();
  await place.remove();
  expect(setup.bugs).toEqual([]);
});

const wrong = [
  { what: 'other content', change: { sha256: 'f'.repeat(64) } },
  { what: 'another size', change: { size: 5 } },
  { what: 'another name', change: { fileName: 'SD_01234_20260523.csv' } },
];

test.each(wrong)('a receipt for $what is never a confirmation', async ({ change }) => {
  exchange.onSubmit = async (_request, take) => ok({ ...(await take()), ...change });
  const { draftId } = good(await setup.service.addFile(incoming('SD_01234_20260522.csv', 'x,y\n')));
  good(await setup.service.submit({ draftId, replace: false, despiteRefusal: false }));
  expect(await setup.until(draftId, 'failed')).toMatchObject({ error: { code: 'checksum-differs' } });
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMemoryExchange } from '../../../helpers/memory-exchange.ts';
import { sampleChoices, sampleDraft, sampleSubmission, writeConfirmed } from '../../../helpers/sample-ledger.ts';
import { good, openService, temporaryFolder } from '../../../helpers/submission-setup.ts';

let place: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  place = await temporaryFolder();
});
afterEach(() => place.remove());

test('what is in doubt is listed, however many came after it', async () => {
  const { client, sessions } = createMemoryExchange();
  const setup = await openService({ dataFolder: place.folder, client, sessions });
  const { ledger, service } = setup;
  writeConfirmed(ledger, 'oldest');
  good(ledger.addDraft(sampleDraft('doubt'), sampleChoices));
  good(ledger.addSubmission(sampleSubmission('doubt')));
  good(ledger.appendJournal('doubt', 'sending', {}));
  good(ledger.appendJournal('doubt', 'in-doubt', { cause: 'no-answer' }));
  writeConfirmed(ledger, 'newer');
  writeConfirmed(ledger, 'newest');
  const listed = (limit: number) => good(service.listSubmissions(limit)).map(({ submissionId }) => submissionId);
  expect(listed(2)).toEqual(['newest', 'newer', 'doubt']);
  expect(listed(3)).toEqual(['newest', 'newer', 'doubt']);
  await setup.close();
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../../main/app/system-clock.ts';
import { createDownloadService } from '../../../../main/download/create-download-service.ts';
import { openLedger } from '../../../../main/ledger/open-ledger.ts';
import { createLocalFolders } from '../../../../main/local-folders/create-local-folders.ts';
import { good, temporaryFolder } from '../../../helpers/submission-setup.ts';

let local: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  local = await temporaryFolder();
});
afterEach(() => local.remove());

test('a bug while it fetches is told, and is no sign that there was nothing to fetch', async () => {
  const dataFolder = local.folder;
  const ledger = good(openLedger({ dataFolder, clock: systemClock }));
  const bugs: unknown[] = [];
  const service = createDownloadService({
    ledger,
    localFolders: createLocalFolders({ dataFolder, chosenRoot: () => null, subscribe: () => () => undefined }),
    help: { hotline: '', email: '' },
    plan: { folder: '/in' },
    door: {
      ready: async () => null,
      open: async () => {
        throw new TypeError('a bug');
      },
      close: () => undefined,
    },
    clock: systemClock,
    pace: async () => undefined,
    publish: () => undefined,
    onStep: () => undefined,
    onBug: (cause) => bugs.push(cause),
    isScheduled: false,
    chosenMinutes: () => null,
    onChoice: () => () => undefined,
  });
  good(service.fetch({}));
  await service.settled();
  expect(bugs).toHaveLength(1);
  expect(service.list(1).status).toMatchObject({ busy: 'no', error: { code: 'internal' } });
  await service.close();
  ledger.close();
});

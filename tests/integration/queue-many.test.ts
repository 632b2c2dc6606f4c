import { expect, test } from 'vitest';
import { systemClock } from '../../main/app/system-clock.ts';
import { openLedger } from '../../main/ledger/open-ledger.ts';
import type { SftpDoor } from '../../main/submission/sftp/sftp-door.ts';
import type { SftpConnection } from '../../main/transfer/transfer.ts';
import { ok } from '../../shared/lib/result.ts';
import { createMemoryExchange } from '../helpers/memory-exchange.ts';
import { sampleChoices, sampleDraft, sampleSubmission } from '../helpers/sample-ledger.ts';
import { good, openService, temporaryFolder } from '../helpers/submission-setup.ts';

/** In full when `CCMS_SOAK` is set. */
const FILES = process.env.CCMS_SOAK === '1' ? 10_000 : 400;

/** An SFTP server that takes everything in no time, so that the queue's own work is what is seen. */
function openDoor(taken: string[]): SftpDoor {
  const connection: Pick<SftpConnection, 'upload' | 'close'> = {
    upload: async ({ finalPath, size, onProgress }) => {
      await new Promise((resolve) => setImmediate(resolve));
      onProgress(size);
      taken.push(finalPath);
      return { kind: 'uploaded', resumedAt: 0 };
    },
    close: () => undefined,
  };
  return {
    ready: async () => ok({ userName: 'chan@firm.example' }),
    open: async () => ok(connection as SftpConnection),
    close: () => undefined,
    pathOf: (_folderId, fileName) => fileName,
    rename: true,
    fsync: true,
    confirm: 'read-back',
  };
}

test(`${FILES} files stand in the queue over a restart, in their order, and are told of rarely`, async () => {
  const place = await temporaryFolder();
  const ledger = good(openLedger({ dataFolder: place.folder, clock: systemClock }));
  for (let number = 0; number < FILES; number += 1) {
    good(ledger.addDraft(sampleDraft(`f${number}`), sampleChoices));
    good(ledger.addSubmission({ ...sampleSubmission(`f${number}`), channel: 'sftp' }));
  }
  good(ledger.queue.keepState({ paused: true, clearedTo: 0 }));
  ledger.close();

  const taken: string[] = [];
  const exchange = createMemoryExchange();
  const began = performance.now();
  const { client, sessions } = exchange;
  const setup = await openService({ dataFolder: place.folder, client, sessions, sftp: openDoor(taken) });
  const { queue } = setup.service;
  const opened = performance.now();
  const page = (offset: number) => queue.list({ offset, limit: 100, states: null });
  expect(page(FILES - 100)).toMatchObject({ total: FILES, totals: { counts: { paused: FILES } } });
  expect(page(0).items[0]).toMatchObject({ submissionId: 'f0', turn: 1 });
  const listed = performance.now();
  good(queue.move(`f${FILES - 1}`, 'first'));
  const moved = performance.now();
  good(queue.resume(null));
  await expect
    .poll(() => queue.list({ offset: 0, limit: 1, states: ['done'] }).total, { timeout: 600_000 })
    .toBe(FILES);
  const sent = performance.now();

  const name = (number: number) => sampleDraft(`f${number}`).fileName;
  expect(taken).toEqual([name(FILES - 1), ...Array.from({ length: FILES - 1 }, (_, number) => name(number))]);
  const told = setup.events.filter((event) => event.name === 'queue/changed').length;
  // The test's pauses are 20 ms instead of 500; even so a file costs far less than one announcement.
  expect(told).toBeLessThan(FILES);
  process.stdout.write(
    `queue of ${FILES}: open ${Math.round(opened - began)} ms, two pages ${Math.round(listed - opened)} ms, move ${Math.round(moved - listed)} ms, all sent ${Math.round(sent - moved)} ms, told ${told} times\n`,
  );
  expect(setup.bugs).toEqual([]);
  await setup.close();
  await place.remove();
}, 700_000);

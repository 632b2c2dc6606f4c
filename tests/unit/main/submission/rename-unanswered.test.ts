import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SftpDoor } from '../../../../main/submission/sftp/sftp-door.ts';
import type { SftpConnection } from '../../../../main/transfer/transfer.ts';
import { lost } from '../../../../main/transfer/transfer-failure.ts';
import { ok } from '../../../../shared/lib/result.ts';
import { createMemoryExchange } from '../../../helpers/memory-exchange.ts';
import { good, incoming, openService, type ServiceSetup, temporaryFolder } from '../../../helpers/submission-setup.ts';

let place: Awaited<ReturnType<typeof temporaryFolder>>;
let setup: ServiceSetup;
beforeEach(async () => {
  place = await temporaryFolder();
});
afterEach(async () => {
  await setup.close();
  await place.remove();
});

type Upload = SftpConnection['upload'];
const unanswered: Upload = async () => ({ kind: 'uncertain', error: lost('rename').error });

/** A server whose answer to the rename is lost; what it has under a name is asked of `has`. Counts the questions. */
function openDoor(
  has: (path: string) => boolean,
  upload: Upload = unanswered,
): SftpDoor & { readonly asked: () => number } {
  let asked = 0;
  const connection: Pick<SftpConnection, 'upload' | 'look' | 'close'> = {
    upload,
    look: async (path) => {
      asked += 1;
      return ok(has(path) ? { size: 4 } : null);
    },
    close: () => undefined,
  };
  return {
    asked: () => asked,
    ready: async () => ok({ userName: 'sftp@firm.example' }),
    open: async () => ok(connection as SftpConnection),
    close: () => undefined,
    pathOf: (folderId, fileName) => `/${folderId}/outbox/${fileName}`,
    rename: true,
    fsync: true,
    confirm: 'activity',
  };
}

async function submitBy(sftp: SftpDoor): Promise<string> {
  const { client, sessions } = createMemoryExchange();
  setup = await openService({ dataFolder: place.folder, client, sessions, sftp });
  const { draftId } = good(await setup.service.addFile(incoming('SD_01234_20260522.csv', 'a,b\n')));
  const choice = { folderId: 'SD1', identity: 'SEHK Participant', participantCode: '01234' };
  good(await setup.service.updateDraft({ draftId, ...choice, inputDate: '2026-05-22' }));
  good(await setup.service.submit({ draftId, replace: false, despiteRefusal: false, channel: 'sftp' }));
  return draftId;
}

test('a file under neither of its names stays in doubt: the exchange may have taken it away, and nobody can ask', async () => {
  const door = openDoor(() => false);
  const id = await submitBy(door);
  await setup.until(id, 'in-doubt');
  await expect.poll(door.asked).toBeGreaterThan(1);
  expect(await setup.service.ask(id)).toMatchObject({ error: { code: 'not-logged-in', retry: 'after-login' } });
  expect(good(setup.service.listSubmissions(1))).toMatchObject([{ state: 'in-doubt' }]);
});

test('a file that still has its hidden name has certainly not arrived', async () => {
  const id = await submitBy(openDoor((path) => path.includes('/.')));
  expect(await setup.until(id, 'failed')).toMatchObject({ error: { code: 'not-received' } });
});

/** An upload that is still under way when the program ends: `before` says how far it came. */
function endsWithProgram(before: (order: Parameters<Upload>[0]) => Promise<unknown>): {
  upload: Upload;
  there: Promise<void>;
} {
  const there = Promise.withResolvers<void>();
  const upload: Upload = async (order) => {
    await before(order);
    there.resolve();
    await new Promise((resolve) => order.signal.addEventListener('abort', resolve));
    return { kind: 'not-arrived', error: lost('write').error };
  };
  return { upload, there: there.promise };
}

async function startAgain(sftp: SftpDoor): Promise<void> {
  await setup.close();
  const { client, sessions } = createMemoryExchange();
  setup = await openService({ dataFolder: place.folder, client, sessions, sftp });
}

test('a program that ended while it gave the name does not send again what the exchange may have taken away', async () => {
  const ended = endsWithProgram(async (order) => order.beforeName?.());
  const id = await submitBy(openDoor(() => false, ended.upload));
  await ended.there;
  let uploads = 0;
  const door = openDoor(
    () => false,
    async (order) => {
      uploads += 1;
      return unanswered(order);
    },
  );
  await startAgain(door);
  await expect.poll(door.asked).toBeGreaterThan(1);
  expect(await setup.service.ask(id)).toMatchObject({ error: { code: 'not-logged-in', retry: 'after-login' } });
  expect(uploads).toBe(0);
  expect(good(setup.service.listSubmissions(1))).toMatchObject([{ submissionId: id, state: 'in-doubt' }]);
});

test('a program that ended before that sends again', async () => {
  const ended = endsWithProgram(async () => undefined);
  await submitBy(openDoor(() => false, ended.upload));
  await ended.there;
  const again = endsWithProgram(async (order) => order.beforeName?.());
  await startAgain(openDoor(() => false, again.upload));
  await again.there;
});

import { KeyObject } from 'node:crypto';
import ssh2 from 'ssh2';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type CountingServer, startCountingSftp } from '../helpers/counting-sftp-server.ts';
import { QueueSetup } from '../helpers/queue-setup.ts';
import { connected, sampleFile, uploadOrder } from '../helpers/sftp-upload.ts';
import { good, temporaryFolder } from '../helpers/submission-setup.ts';

/*
 * What only makes sending quicker works without it, too: nothing else would tell that it is no longer asked for. So it is counted, at the
 * server where that sees it.
 */
const MEGABYTE = 1024 * 1024;
/** Four channels' windows of 4 MB are not filled by less. */
const LARGE = 14 * MEGABYTE;

describe('a connection', () => {
  let server: CountingServer;
  let local: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeEach(async () => {
    local = await temporaryFolder();
  });
  afterEach(async () => {
    await server.close();
    await local.remove();
  });

  async function send(size: number) {
    const sample = sampleFile(local.folder, 'file', size);
    const connection = await connected(server.target);
    const outcome = await connection.upload(uploadOrder(sample, '/there/file'));
    connection.close();
    return { outcome, isWhole: server.files.get('/there/file')?.equals(sample.content) };
  }

  test('takes a large file over four channels, asked for before the file is opened', async () => {
    server = await startCountingSftp(4);
    expect(await send(LARGE)).toMatchObject({ outcome: { kind: 'uploaded' }, isWhole: true });
    expect(server.writtenOver()).toBe(4);
    expect(server.asked.slice(0, 5)).toEqual(['channel 1', 'channel 2', 'channel 3', 'channel 4', 'open 1']);
    expect(server.asked.slice(5).toSorted()).toEqual(['open 2', 'open 3', 'open 4']);
  });

  test('takes a small file over the one that is there', async () => {
    server = await startCountingSftp(1);
    expect(await send(100_000)).toMatchObject({ outcome: { kind: 'uploaded' }, isWhole: true });
    expect(server.asked).toEqual(['channel 1', 'open 1']);
  });

  test('has its cipher keys prepared, each way', async () => {
    server = await startCountingSftp(1);
    const connecting = vi.spyOn(ssh2.Client.prototype, 'connect');
    const connection = await connected(server.target);
    const [client] = connecting.mock.contexts;
    connecting.mockRestore();
    const protocol = Reflect.get(client ?? {}, '_protocol');
    expect(Reflect.get(protocol, '_cipher')._encKey).toBeInstanceOf(KeyObject);
    expect(Reflect.get(protocol, '_decipher')._decipherKey).toBeInstanceOf(KeyObject);
    connection.close();
  });
});

test('twenty files that end together look into two lists of Activity Enquiry, not into twenty', async () => {
  const setup = await QueueSetup.open();
  const { service } = setup.service;
  good(await service.queue.pause(null));
  const ids: string[] = [];
  for (let day = 1; day <= 20; day += 1) ids.push(await setup.submit(day, `file,${day}\n`));
  const { client } = setup.side;
  const ask = client.activities;
  let asked = 0;
  Object.assign(client, {
    // The first question is answered when all files are through.
    activities: async () => {
      asked += 1;
      await expect.poll(() => setup.outcomes.length).toBe(20);
      return ask();
    },
  });
  good(service.queue.resume(null));
  for (const id of ids) await setup.service.until(id, 'confirmed');
  expect(setup.outcomes.map(({ kind }) => kind)).toEqual(ids.map(() => 'uploaded'));
  expect(asked).toBe(2);
  await setup.close();
});

import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UPLOAD_FOLDER } from '../../main/practice/sftp/tree.ts';
import type { SftpConnection, UploadOrder } from '../../main/transfer/transfer.ts';
import type { AppError } from '../../shared/contract/errors.ts';
import { setUpCli } from '../helpers/cli-setup.ts';
import { hasOpenSsh, type OpenSshServer, startOpenSsh } from '../helpers/openssh-server.ts';
import { prepareOpenSsh } from '../helpers/prepare-openssh.ts';
import { QueueSetup } from '../helpers/queue-setup.ts';
import { SFTP_USER, type SftpPractice, setUpSftpPractice } from '../helpers/sftp-practice.ts';
import { connected, sampleFile, uploadOrder } from '../helpers/sftp-upload.ts';
import { good, temporaryFolder } from '../helpers/submission-setup.ts';

/*
 * What the operator cancels is not gone on with: its hidden file goes while the connection is there. What is paused, uncertain or cut off
 * keeps it.
 */
const MEGABYTE = 1024 * 1024;

/** What lies in the practice server's own folder, hidden files too. */
const atPractice = ({ stateFolder }: { stateFolder: string }) =>
  readdirSync(path.join(stateFolder, 'sftp', Buffer.from(SFTP_USER).toString('hex'), 'SD1', UPLOAD_FOLDER));

describe('through the queue', () => {
  let setup: QueueSetup;
  beforeEach(async () => {
    setup = await QueueSetup.open();
  });
  afterEach(async () => {
    expect(setup.service.bugs).toEqual([]);
    await setup.close();
  });

  /** Does it to a file of 6 MB of which 2 have gone. */
  async function interrupt(action: (id: string) => Promise<unknown>): Promise<string> {
    const acted = Promise.withResolvers<void>();
    let id = '';
    setup.onTaken = (sentBytes) => {
      if (sentBytes < 2 * MEGABYTE || id === '') return;
      setup.onTaken = () => undefined;
      expect(atPractice(setup.practice)).toHaveLength(1);
      void action(id).then(() => acted.resolve(), acted.reject);
    };
    id = await setup.submit(1, [randomBytes(6 * MEGABYTE)]);
    await acted.promise;
    return id;
  }

  test('cancelled, a file leaves nothing at the server; retried, it begins anew and arrives', async () => {
    const id = await interrupt((id) => setup.service.service.cancel(id));
    expect(setup.state(id)).toBe('failed');
    expect(atPractice(setup.practice)).toEqual([]);
    good(await setup.service.service.retry(id));
    await setup.service.until(id, 'confirmed');
    expect(setup.outcomes.at(-1)).toMatchObject({ kind: 'uploaded', resumedAt: 0 });
    expect(setup.files()).toHaveLength(1);
  });

  test('paused, it keeps what it has there', async () => {
    await interrupt((id) => setup.service.service.queue.pause(id));
    expect(atPractice(setup.practice)).toHaveLength(1);
  });

  test('ended with the program, it keeps what it has there', async () => {
    await interrupt(() => setup.service.close());
    expect(atPractice(setup.practice)).toHaveLength(1);
    await setup.start();
  });
});

interface Broken {
  readonly kind: string;
  readonly left: readonly AppError[];
}

/** Breaks an upload off, for good, when it comes to this. `before` is done first. */
async function breakOff(
  connection: SftpConnection,
  order: UploadOrder,
  at: { readonly step: string; readonly before?: () => void; readonly isForGood?: boolean },
): Promise<Broken> {
  const controller = new AbortController();
  const left: AppError[] = [];
  const outcome = await connection.upload({
    ...order,
    signal: controller.signal,
    isForGood: () => at.isForGood ?? true,
    onLeft: (error) => left.push(error),
    onStep: (step) => {
      if (step !== at.step) return;
      at.before?.();
      controller.abort();
    },
  });
  return { kind: outcome.kind, left };
}

describe.skipIf(!hasOpenSsh)('at OpenSSH (skipped without openssh-server)', () => {
  const openSsh = prepareOpenSsh();
  const hidden = ({ folder }: OpenSshServer = openSsh.server) => readdirSync(folder);
  const orderOf = (name: string, server = openSsh.server) =>
    uploadOrder(sampleFile(openSsh.localFolder, name, 3 * MEGABYTE), `${server.folder}/${name}`);

  test('the connection goes on, and the next file arrives over it', async () => {
    const connection = await connected(openSsh.server.target);
    expect(await breakOff(connection, orderOf('one'), { step: 'bytes:3' })).toEqual({ kind: 'not-arrived', left: [] });
    expect(hidden()).toEqual([]);
    expect(await connection.upload(orderOf('two'))).toMatchObject({ kind: 'uploaded' });
    expect(hidden()).toEqual(['two']);
    connection.close();
  });

  test('it stays where nobody says that it is for good, and where the connection has gone', async () => {
    const connection = await connected(openSsh.server.target);
    const paused = await breakOff(connection, orderOf('paused'), { step: 'bytes:3', isForGood: false });
    expect(paused).toEqual({ kind: 'not-arrived', left: [] });
    expect(hidden()).toContain('.paused.part');
    const cut = { step: 'bytes:3', before: () => connection.close() };
    const { kind, left } = await breakOff(connection, orderOf('cut'), cut);
    expect([kind, left.map(({ code }) => code)]).toEqual(['not-arrived', ['unreachable']]);
    expect(hidden()).toContain('.cut.part');
  });

  test('a server that lets nobody remove is no failure, and is told', async () => {
    const server = await startOpenSsh(['remove']);
    const connection = await connected(server.target);
    const { kind, left } = await breakOff(connection, orderOf('kept', server), { step: 'bytes:3' });
    expect([kind, left.map(({ code }) => code)]).toEqual(['not-arrived', ['sftp-refused']]);
    expect(hidden(server)).toEqual(['.kept.part']);
    connection.close();
    await server.close();
  });
});

describe('in doubt', () => {
  let practice: SftpPractice;
  beforeEach(async () => {
    practice = await setUpSftpPractice();
  });
  afterEach(() => practice.close());

  test('a file whose new name was asked for, and not answered, is not touched', async () => {
    const local = await temporaryFolder();
    const name = practice.freshName();
    const order = uploadOrder(sampleFile(local.folder, name, 50_000), `/SD1/${UPLOAD_FOLDER}/${name}`);
    const connection = await connected(practice.target);
    practice.fault('sftp/rename', { kind: 'black-hole' });
    // Cancelled after the last look at the signal, before the request leaves.
    const broken = await breakOff(connection, order, { step: 'sftp-renamed:before' });
    expect(broken).toEqual({ kind: 'uncertain', left: [] });
    expect(atPractice(practice)).toEqual([path.posix.basename(order.temporaryPath ?? '')]);
    connection.close();
    await local.remove();
  });
});

test('a hidden file that could not be removed is told in the log, by the code of the failure and nothing of the file', async () => {
  const cli = await setUpCli();
  const file = await cli.file('SD_01234_20260522.csv', 'secret,content\n');
  cli.exchange.control.addFault({ endpoint: 'sftp/write', fault: { kind: 'black-hole' }, count: 50 });
  const begun = cli.begin(['submit', '--folder', 'SD1', '--identity', 'SEHK Participant', '--wait', file]);
  await begun.until((line) => line.type === 'event' && line.submission?.state === 'sending');
  await expect.poll(() => atPractice(cli)).toHaveLength(1);
  begun.process.kill('SIGINT');
  expect(await begun.ended).toMatchObject({ code: 130 });
  const log = readFileSync(path.join(cli.dataFolder, 'logs', 'terminal.jsonl'), 'utf8');
  const told = log.split('\n').filter((line) => line.includes('hidden file left at the server'));
  expect(told).toHaveLength(1);
  expect(JSON.parse(told[0] ?? '')).toMatchObject({ reason: 'timed-out', submissionId: expect.any(String) });
  expect(log).not.toContain('secret');
  expect(log).not.toContain('SD_01234');
  await cli.close();
});

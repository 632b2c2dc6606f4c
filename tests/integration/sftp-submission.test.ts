import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSftp } from '../../main/app/create-sftp.ts';
import type { EcpClient } from '../../main/ecp/ecp-client.ts';
import { ok } from '../../shared/lib/result.ts';
import { patientDeadlines, SFTP_USER, type SftpPractice, setUpSftpPractice } from '../helpers/sftp-practice.ts';
import { connected } from '../helpers/sftp-upload.ts';
import {
  connectTo,
  type ExchangeSide,
  good,
  incoming,
  openService,
  type ServiceSetup,
  temporaryFolder,
} from '../helpers/submission-setup.ts';

const NAME = 'SD_01234_20260522.csv';
let practice: SftpPractice;
let side: ExchangeSide;
let setup: ServiceSetup;
let local: Awaited<ReturnType<typeof temporaryFolder>>;

beforeEach(async () => {
  practice = await setUpSftpPractice();
  side = connectTo(practice.exchange);
  local = await temporaryFolder();
  await side.logIn();
  await openSetup();
});
afterEach(async () => {
  await setup.close();
  await side.close();
  await practice.close();
  await local.remove();
});

async function openSetup(client: EcpClient = side.client): Promise<void> {
  const identity = async () => ok({ userName: SFTP_USER, privateKeys: [practice.privateKey] });
  const sftp = createSftp(practice.exchange.profile, { identity }, patientDeadlines);
  setup = await openService({ dataFolder: local.folder, ...side, client, sftp });
}

/** Adds a file and submits it by SFTP; gives its id. */
async function submit(content: string, choice: { replace?: boolean } = {}): Promise<string> {
  good(await setup.service.listFolders());
  const { draftId } = good(await setup.service.addFile(incoming(NAME, content)));
  good(
    await setup.service.submit({ draftId, replace: choice.replace ?? false, despiteRefusal: true, channel: 'sftp' }),
  );
  return draftId;
}

const files = () => practice.exchange.control.files();

it('confirms a file by the SHA-256 in Activity Enquiry', async () => {
  const id = await submit('a,b\n1,2\n');
  const confirmed = await setup.until(id, 'confirmed');
  expect(confirmed).toMatchObject({
    channel: 'sftp',
    exchangeReference: files()[0]?.reference,
    exchangeSha256: confirmed.sha256,
  });
  expect(files()).toMatchObject([{ channel: 'sftp', fileName: NAME, sha256: confirmed.sha256, idempotencyKey: id }]);
  expect(good(await setup.service.receipt(id)).chainIntact).toBe(true);
});

it('confirms a file by reading it back when nobody is logged in to ECP', async () => {
  good(await setup.service.listFolders());
  good(await side.sessions.logOut('ecp'));
  const { draftId } = good(await setup.service.addFile(incoming(NAME, 'a,b\n')));
  good(await setup.service.submit({ draftId, replace: false, despiteRefusal: true, channel: 'sftp' }));
  expect(await setup.until(draftId, 'confirmed')).toMatchObject({ exchangeReference: null });
  expect(files()).toHaveLength(1);
});

it('replaces only when that was agreed', async () => {
  await setup.until(await submit('a,b\n'), 'confirmed');
  const { draftId } = good(await setup.service.addFile(incoming(NAME, 'c,d\n')));
  const choice = { draftId, despiteRefusal: true, channel: 'sftp' } as const;
  expect(await setup.service.submit({ ...choice, replace: false })).toMatchObject({
    error: { code: 'replace-unconfirmed' },
  });
  good(await setup.service.submit({ ...choice, replace: true }));
  expect(await setup.until(draftId, 'confirmed')).toMatchObject({ replaced: true });
  expect(files().map((file) => file.status)).toEqual(['accepted', 'replaced']);
});

it('waits for its own row of Activity Enquiry, though the one of the file before it is still listed as accepted', async () => {
  const first = await setup.until(await submit('a,b\n'), 'confirmed');
  await setup.close();
  let lagging = 2;
  const activities: typeof side.client.activities = async () => {
    const rows = await side.client.activities();
    if (!rows.ok) return rows;
    const before = rows.value.filter(({ reference }) => reference === first.exchangeReference);
    if (before[0]?.status !== 'replaced') return rows;
    lagging -= 1;
    return lagging < 0 ? rows : ok(before.map((row) => ({ ...row, status: 'accepted' as const })));
  };
  await openSetup({ ...side.client, activities });
  const second = await setup.until(await submit('c,d\n', { replace: true }), 'confirmed');
  expect(lagging).toBeLessThan(0);
  expect(second.exchangeSha256).toBe(second.sha256);
  expect(good(await setup.service.receipt(second.submissionId)).rows.map(({ kind }) => kind)).not.toContain('failed');
});

it('does not believe a wrong checksum of the exchange', async () => {
  practice.exchange.control.addFault({ endpoint: 'api/activities', fault: { kind: 'wrong-checksum' }, count: 20 });
  const id = await submit('a,b\n');
  expect(await setup.until(id, 'failed')).toMatchObject({ error: { code: 'checksum-differs' } });
});

it('asks for a rename without an answer, and sends nothing twice', async () => {
  practice.fault('sftp/rename', { kind: 'reset' });
  const id = await submit('a,b\n');
  expect(await setup.until(id, 'failed')).toMatchObject({ error: { code: 'not-received' } });
  expect(files()).toHaveLength(0);
  good(await setup.service.retry(id));
  await setup.until(id, 'confirmed');
  expect(files()).toHaveLength(1);
});

it.each(['sftp-opened', 'bytes:1', 'sftp-renamed:before', 'sftp-renamed:after'])(
  'finishes by itself what a program that ended at %s left, once',
  async (point) => {
    const reached = Promise.withResolvers<void>();
    setup.onStep = (step) => {
      if (step === point) reached.resolve();
    };
    const id = await submit('a,b\n');
    await reached.promise;
    await setup.close();
    await openSetup();
    await setup.until(id, 'confirmed');
    expect(files()).toHaveLength(1);
  },
);

it('sends nothing again that the exchange has taken away from under its name, and confirms it', async () => {
  const renamed = Promise.withResolvers<void>();
  setup.onStep = (step) => {
    if (step === 'sftp-renamed:after') renamed.resolve();
  };
  const id = await submit('a,b\n');
  await renamed.promise;
  await setup.close();
  const connection = await connected(practice.target);
  good(await connection.remove(`/SD1/outbox/${NAME}`));
  connection.close();
  await openSetup();
  await setup.until(id, 'confirmed');
  expect(good(await setup.service.receipt(id)).rows.filter(({ kind }) => kind === 'sending')).toHaveLength(1);
});

it('tells the refusal of the exchange, and a changed host key, for what they are', async () => {
  good(await setup.service.listFolders());
  const { draftId } = good(await setup.service.addFile(incoming('SD_09999_20260522.csv', 'a,b\n')));
  good(await setup.service.updateDraft({ draftId, participantCode: '01234' }));
  good(await setup.service.submit({ draftId, replace: false, despiteRefusal: true, channel: 'sftp' }));
  expect(await setup.until(draftId, 'refused')).toMatchObject({ error: { exchangeCode: 'P421' } });
});

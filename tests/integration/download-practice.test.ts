import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSftp } from '../../main/app/create-sftp.ts';
import { downloadFolderOf } from '../../main/practice/sftp/tree.ts';
import { ok } from '../../shared/lib/result.ts';
import { type DownloadSetup, openDownloads, putResult } from '../helpers/download-setup.ts';
import { patientDeadlines, SFTP_USER, type SftpPractice, setUpSftpPractice } from '../helpers/sftp-practice.ts';
import { connectTo, good, incoming, openService, temporaryFolder } from '../helpers/submission-setup.ts';

const NAME = 'SD_01234_20260522.csv.response.csv';
const NOON = Date.parse('2026-05-22T12:00:00+08:00');
let practice: SftpPractice;
let local: Awaited<ReturnType<typeof temporaryFolder>>;
let setup: DownloadSetup;

beforeEach(async () => {
  practice = await setUpSftpPractice();
  local = await temporaryFolder();
  setup = openDownloads({ dataFolder: local.folder, practice });
});
afterEach(async () => {
  await setup.close();
  await practice.close();
  await local.remove();
});

const put = (name: string, file: Parameters<typeof putResult>[2]) => putResult(practice.stateFolder, name, file);
const remoteFolder = () => downloadFolderOf(practice.stateFolder, SFTP_USER, 'SD1');
const unfinished = () => {
  const folder = setup.inbox('.fetching');
  return existsSync(folder) ? readdirSync(folder) : [];
};
async function reopen(plan: Parameters<typeof openDownloads>[0]['plan'] = {}): Promise<void> {
  await setup.close();
  setup = openDownloads({ dataFolder: local.folder, practice, plan });
}

describe('fetching', () => {
  it('delivers a file with its checksum proved, once, and says so', async () => {
    const sha256 = put(NAME, { content: 'a,b\r\n', modifiedAt: NOON });
    expect(await setup.fetch()).toMatchObject([
      { fileName: NAME, folderId: 'SD1', state: 'delivered', sha256, proof: 'checksum', localName: NAME, error: null },
    ]);
    expect(readFileSync(setup.inbox(NAME), 'utf8')).toBe('a,b\r\n');
    expect(statSync(setup.inbox(NAME)).mode & 0o777).toBe(0o640);
    expect(unfinished()).toEqual([]);
    expect(setup.service.list(10).status).toMatchObject({ busy: 'no', error: null });
    expect(setup.service.list(10).status.lookedAt).not.toBeNull();
    expect(setup.ledger.downloads.isIntact()).toBe(true);
  });

  it('fetches only what is new, over a restart and after the inbox was emptied', async () => {
    put(NAME, { content: 'a,b\r\n' });
    await setup.fetch();
    rmSync(setup.inbox(NAME));
    await setup.fetch();
    await reopen();
    put('later.csv', { content: 'c' });
    expect(await setup.fetch()).toMatchObject([{ fileName: 'later.csv', state: 'delivered' }, { fileName: NAME }]);
    expect(setup.names()).toEqual(['later.csv']);
  });

  it('looks without fetching', async () => {
    put(NAME, { content: 'a' });
    good(setup.service.look());
    await setup.service.settled();
    expect(setup.rows()).toMatchObject([{ state: 'new', sha256: null }]);
    expect(setup.names()).toEqual([]);
  });

  it('lists a folder with hundreds of files, which takes several answers', async () => {
    for (let index = 0; index < 250; index += 1) put(`file-${index}.csv`, { content: String(index), modifiedAt: NOON });
    good(setup.service.look());
    await setup.service.settled();
    expect(setup.rows()).toHaveLength(250);
    expect(setup.events.every(({ payload }) => !('rows' in payload) || payload.rows.length <= 200)).toBe(true);
  });

  it('delivers a changed file under a second name with its date, and the same bytes with another time not again', async () => {
    put(NAME, { content: 'first', modifiedAt: NOON });
    await setup.fetch();
    put(NAME, { content: 'other', modifiedAt: NOON + 60_000 });
    expect((await setup.fetch())[0]).toMatchObject({
      state: 'delivered',
      localName: 'SD_01234_20260522.csv.response_20260522-120100.csv',
    });
    put(NAME, { content: 'other', modifiedAt: NOON + 120_000 });
    expect((await setup.fetch())[0]).toMatchObject({ state: 'same', localName: null });
    expect(setup.names()).toEqual(
      ['SD_01234_20260522.csv.response.csv', 'SD_01234_20260522.csv.response_20260522-120100.csv'].toSorted(),
    );
    expect(readFileSync(setup.inbox(NAME), 'utf8')).toBe('first');
  });

  it('takes a name with the same bytes for delivered, and leaves other bytes of that name as they are', async () => {
    mkdirSync(setup.inbox(''), { recursive: true });
    writeFileSync(setup.inbox('same.csv'), 'same');
    writeFileSync(setup.inbox('other.csv'), 'mine');
    put('same.csv', { content: 'same', modifiedAt: NOON });
    put('other.csv', { content: 'theirs', modifiedAt: NOON });
    await setup.fetch();
    expect(setup.names()).toEqual(['other.csv', 'other_20260522-120000.csv', 'same.csv']);
    expect(readFileSync(setup.inbox('other.csv'), 'utf8')).toBe('mine');
    expect(setup.rows().every(({ state }) => state === 'delivered')).toBe(true);
  });

  it('brings many files, small and large, several at a time', async () => {
    const hashes = new Map<string, string>();
    for (let index = 0; index < 60; index += 1) {
      const content = randomBytes(index % 20 === 0 ? 3_000_000 : 1000 * index);
      hashes.set(`file-${index}.dat`, put(`file-${index}.dat`, { content }));
    }
    const rows = await setup.fetch();
    expect(rows).toHaveLength(60);
    for (const row of rows) {
      expect(row).toMatchObject({ state: 'delivered', sha256: hashes.get(row.fileName) });
      const found = createHash('sha256')
        .update(readFileSync(setup.inbox(row.fileName)))
        .digest('hex');
      expect(found).toBe(row.sha256);
    }
  });

  it('reads twice where there is no checksum and the profile asks for it', async () => {
    await reopen({ checksumSuffix: null, readTwice: true });
    put('plain.csv', { content: 'a,b', sha256: null });
    expect(await setup.fetch()).toMatchObject([{ state: 'delivered', proof: 'read-twice' }]);
    put('flipped.csv', { content: 'a,b', sha256: null });
    practice.fault('sftp/read', { kind: 'flip' });
    expect((await setup.fetch())[0]).toMatchObject({ state: 'failed', error: { code: 'download-differs' } });
    expect(setup.names()).toEqual(['plain.csv']);
    expect((await setup.fetch())[0]).toMatchObject({ state: 'delivered' });
  });
});

describe('results of submissions', () => {
  it.each(['web', 'sftp'] as const)('attaches the response to what was submitted by %s', async (channel) => {
    const side = connectTo(practice.exchange);
    await side.logIn();
    const identity = async () => ok({ userName: SFTP_USER, privateKeys: [practice.privateKey] });
    await setup.close();
    const submissions = await openService({
      dataFolder: local.folder,
      ...side,
      sftp: createSftp(practice.exchange.profile, { identity }, patientDeadlines),
    });
    setup = openDownloads({ dataFolder: local.folder, practice, ledger: submissions.ledger });
    good(await submissions.service.listFolders());
    const { draftId } = good(await submissions.service.addFile(incoming('SD_01234_20260522.csv', 'a,b\n1,2\n')));
    good(await submissions.service.submit({ draftId, replace: false, despiteRefusal: true, channel }));
    const { sha256 } = await submissions.until(draftId, 'confirmed');
    const [row] = await setup.fetch();
    expect(row).toMatchObject({
      state: 'delivered',
      fileName: NAME,
      submission: { submissionId: draftId, fileName: 'SD_01234_20260522.csv' },
    });
    expect(readFileSync(setup.inbox(NAME), 'utf8')).toContain(sha256);
    const receipt = good(await submissions.service.receipt(draftId));
    expect(receipt.chainIntact).toBe(true);
    expect(receipt.results).toMatchObject([{ fileName: NAME, sha256: row?.sha256 }]);
    await setup.close();
    await submissions.close();
    await side.close();
    setup = openDownloads({ dataFolder: local.folder, practice });
  });

  it('can be read at the exchange and nothing else', async () => {
    put(NAME, { content: 'a' });
    const identity = async () => ok({ userName: SFTP_USER, privateKeys: [practice.privateKey] });
    const door = createSftp(practice.exchange.profile, { identity }, patientDeadlines);
    const connection = good(await (door?.open(new AbortController().signal) ?? Promise.reject(new Error('no door'))));
    expect(await connection.remove(`/SD1/inbox/${NAME}`)).toMatchObject({ error: { details: { status: 3 } } });
    connection.close();
    expect(existsSync(path.join(remoteFolder(), NAME))).toBe(true);
  });
});

describe('what is not delivered', () => {
  it('keeps a file that differs from its checksum in the error folder, and delivers it when it is right', async () => {
    put(NAME, { content: 'spoilt', sha256: '0'.repeat(64), modifiedAt: NOON });
    const [row] = await setup.fetch();
    expect(row).toMatchObject({ state: 'checksum-differs', error: { code: 'download-differs' }, localName: NAME });
    expect(setup.names()).toEqual([]);
    expect(setup.names('error')).toEqual([NAME, `${NAME}.why.txt`]);
    const why = readFileSync(path.join(path.dirname(setup.inbox('')), 'error', `${NAME}.why.txt`), 'utf8');
    expect(why).toContain(`SHA-256 by the exchange: ${'0'.repeat(64)}\r\n`);
    expect(why).toContain('2979 7222');
    expect(why).toMatch(/與交易所所列的 SHA-256 不符/);
    expect(why).not.toContain('{{');
    // Not again by itself, but when somebody asks for it by name.
    await setup.fetch();
    expect(setup.ledger.downloads.find(row?.downloadId ?? '')?.newest.at).toBe(row?.changedAt);
    put(NAME, { content: 'spoilt', modifiedAt: NOON });
    good(setup.service.fetch({ downloadIds: [row?.downloadId ?? ''] }));
    await setup.service.settled();
    expect(setup.rows()).toMatchObject([{ state: 'delivered' }]);
    expect(setup.names()).toEqual([NAME]);
  });

  it('notices a byte that was changed on the way, and asks again for what a short answer left out', async () => {
    put('short.csv', { content: randomBytes(50_000) });
    practice.exchange.control.addFault({ endpoint: 'sftp/read', fault: { kind: 'short' }, count: 30 });
    expect(await setup.fetch()).toMatchObject([{ state: 'delivered' }]);
    practice.exchange.control.clearFaults();
    put('spoilt.csv', { content: randomBytes(20_000_000) });
    setup.onStep = (step) => {
      if (step === 'download-bytes:1') practice.fault('sftp/read', { kind: 'flip' });
    };
    expect((await setup.fetch())[0]).toMatchObject({ state: 'checksum-differs' });
  });

  it('refuses a file that grows, and one without its checksum; both come when they are ready', async () => {
    put('growing.csv', { content: randomBytes(600_000), sha256: null });
    expect(await setup.fetch()).toMatchObject([{ state: 'failed', error: { code: 'download-checksum-missing' } }]);
    await reopen({ checksumSuffix: null });
    practice.fault('sftp/read', { kind: 'grow' });
    expect((await setup.fetch())[0]).toMatchObject({ state: 'failed', error: { code: 'download-changed' } });
    expect(setup.names()).toEqual([]);
    expect((await setup.fetch())[0]).toMatchObject({ state: 'delivered' });
    expect(readFileSync(setup.inbox('growing.csv'))).toHaveLength(600_000 + 'one more line\r\n'.length);
  });

  it('passes over names that cannot be used, and counts them', async () => {
    put(NAME, { content: 'a' });
    practice.exchange.control.addFault({ endpoint: 'sftp/list', fault: { kind: 'strange-names' }, count: 20 });
    expect(await setup.fetch()).toMatchObject([{ fileName: NAME, state: 'delivered' }]);
    const sd1 = setup.service.list(1).status.folders.find(({ folderId }) => folderId === 'SD1');
    expect(sd1).toEqual({ folderId: 'SD1', error: null, passedOver: 7 });
    expect(setup.names()).toEqual([NAME]);
  });

  it('tells a folder that is missing in its own row', async () => {
    await reopen({ folderIds: ['SD1', 'NOWHERE'] });
    put(NAME, { content: 'a' });
    expect(await setup.fetch()).toMatchObject([{ state: 'delivered' }]);
    expect(setup.service.list(1).status.folders).toMatchObject([
      { folderId: 'SD1', error: null },
      { folderId: 'NOWHERE', error: { code: 'download-folder-missing' } },
    ]);
  });

  it('tells one file that fails, and goes on with the others', async () => {
    for (let index = 0; index < 5; index += 1) put(`file-${index}.csv`, { content: `content ${index}` });
    practice.fault('sftp/open', { kind: 'refuse' });
    const rows = await setup.fetch();
    expect(rows.filter(({ state }) => state === 'delivered')).toHaveLength(4);
    expect(rows.find(({ state }) => state === 'failed')).toMatchObject({ error: { code: 'download-refused' } });
    expect((await setup.fetch()).every(({ state }) => state === 'delivered')).toBe(true);
  });

  it.skipIf(process.getuid?.() === 0)('says that the inbox cannot be written', async () => {
    put(NAME, { content: 'a' });
    mkdirSync(setup.inbox(''), { recursive: true });
    chmodSync(setup.inbox(''), 0o500);
    expect(await setup.fetch()).toMatchObject([{ state: 'failed', error: { code: 'local-folder-unusable' } }]);
    chmodSync(setup.inbox(''), 0o700);
    expect(await setup.fetch()).toMatchObject([{ state: 'delivered' }]);
  });

  it('says that the inbox cannot be used when a file stands in its place', async () => {
    put(NAME, { content: 'a' });
    mkdirSync(path.dirname(setup.inbox('')), { recursive: true });
    writeFileSync(path.resolve(setup.inbox('')), 'in the way');
    expect(await setup.fetch()).toMatchObject([{ state: 'failed', error: { code: 'local-folder-unusable' } }]);
    rmSync(path.resolve(setup.inbox('')));
    expect(await setup.fetch()).toMatchObject([{ state: 'delivered' }]);
  });
});

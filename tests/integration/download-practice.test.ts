import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSftp } from '../../main/app/create-sftp.ts';
import { downloadFolderOf } from '../../main/practice/sftp/tree.ts';
import { ok } from '../../shared/lib/result.ts';
import { type DownloadPractice, openDownloadPractice } from '../helpers/download-setup.ts';
import { patientDeadlines, SFTP_USER } from '../helpers/sftp-practice.ts';
import { connectTo, good, incoming, openService } from '../helpers/submission-setup.ts';

const NAME = 'SD_01234_20260522.csv.response.csv';
const NOON = Date.parse('2026-05-22T12:00:00+08:00');
let own: DownloadPractice;
beforeEach(async () => {
  own = await openDownloadPractice();
});
afterEach(() => own.close());

describe('fetching', () => {
  it('delivers a file with its checksum proved, once, and says so', async () => {
    const sha256 = own.put(NAME, { content: 'a,b\r\n', modifiedAt: NOON });
    expect(await own.setup.fetch()).toMatchObject([
      { fileName: NAME, folderId: 'SD1', state: 'delivered', sha256, proof: 'checksum', localName: NAME, error: null },
    ]);
    expect(readFileSync(own.setup.inbox(NAME), 'utf8')).toBe('a,b\r\n');
    expect(statSync(own.setup.inbox(NAME)).mode & 0o777).toBe(0o640);
    expect(own.unfinished()).toEqual([]);
    expect(own.setup.service.list(10).status).toMatchObject({ busy: 'no', error: null });
    expect(own.setup.service.list(10).status.lookedAt).not.toBeNull();
    expect(own.setup.ledger.downloads.isIntact()).toBe(true);
  });

  it('fetches only what is new, over a restart and after the inbox was emptied', async () => {
    own.put(NAME, { content: 'a,b\r\n' });
    await own.setup.fetch();
    rmSync(own.setup.inbox(NAME));
    await own.setup.fetch();
    await own.reopen();
    own.put('later.csv', { content: 'c' });
    expect(await own.setup.fetch()).toMatchObject([{ fileName: 'later.csv', state: 'delivered' }, { fileName: NAME }]);
    expect(own.setup.names()).toEqual(['later.csv']);
  });

  it('looks without fetching', async () => {
    own.put(NAME, { content: 'a' });
    good(own.setup.service.look());
    await own.setup.service.settled();
    expect(own.setup.rows()).toMatchObject([{ state: 'new', sha256: null }]);
    expect(own.setup.names()).toEqual([]);
  });

  it('lists a folder with hundreds of files, which takes several answers', async () => {
    for (let index = 0; index < 250; index += 1)
      own.put(`file-${index}.csv`, { content: String(index), modifiedAt: NOON });
    good(own.setup.service.look());
    await own.setup.service.settled();
    expect(own.setup.rows()).toHaveLength(250);
    expect(own.setup.events.every(({ payload }) => !('rows' in payload) || payload.rows.length <= 200)).toBe(true);
  });

  it('delivers a changed file under a second name with its date, and the same bytes with another time not again', async () => {
    own.put(NAME, { content: 'first', modifiedAt: NOON });
    await own.setup.fetch();
    own.put(NAME, { content: 'other', modifiedAt: NOON + 60_000 });
    expect((await own.setup.fetch())[0]).toMatchObject({
      state: 'delivered',
      localName: 'SD_01234_20260522.csv.response_20260522-120100.csv',
    });
    own.put(NAME, { content: 'other', modifiedAt: NOON + 120_000 });
    expect((await own.setup.fetch())[0]).toMatchObject({ state: 'same', localName: null });
    expect(own.setup.names()).toEqual(
      ['SD_01234_20260522.csv.response.csv', 'SD_01234_20260522.csv.response_20260522-120100.csv'].toSorted(),
    );
    expect(readFileSync(own.setup.inbox(NAME), 'utf8')).toBe('first');
  });

  it('takes a name with the same bytes for delivered, and leaves other bytes of that name as they are', async () => {
    mkdirSync(own.setup.inbox(''), { recursive: true });
    writeFileSync(own.setup.inbox('same.csv'), 'same');
    writeFileSync(own.setup.inbox('other.csv'), 'mine');
    own.put('same.csv', { content: 'same', modifiedAt: NOON });
    own.put('other.csv', { content: 'theirs', modifiedAt: NOON });
    await own.setup.fetch();
    expect(own.setup.names()).toEqual(['other.csv', 'other_20260522-120000.csv', 'same.csv']);
    expect(readFileSync(own.setup.inbox('other.csv'), 'utf8')).toBe('mine');
    expect(own.setup.rows().every(({ state }) => state === 'delivered')).toBe(true);
  });

  it('brings many files, small and large, several at a time', async () => {
    const hashes = new Map<string, string>();
    for (let index = 0; index < 60; index += 1) {
      const content = randomBytes(index % 20 === 0 ? 3_000_000 : 1000 * index);
      hashes.set(`file-${index}.dat`, own.put(`file-${index}.dat`, { content }));
    }
    const rows = await own.setup.fetch();
    expect(rows).toHaveLength(60);
    for (const row of rows) {
      expect(row).toMatchObject({ state: 'delivered', sha256: hashes.get(row.fileName) });
      const found = createHash('sha256')
        .update(readFileSync(own.setup.inbox(row.fileName)))
        .digest('hex');
      expect(found).toBe(row.sha256);
    }
  });

  it('reads twice where there is no checksum and the profile asks for it', async () => {
    await own.reopen({ plan: { checksumSuffix: null, readTwice: true } });
    own.put('plain.csv', { content: 'a,b', sha256: null });
    expect(await own.setup.fetch()).toMatchObject([{ state: 'delivered', proof: 'read-twice' }]);
    own.put('flipped.csv', { content: 'a,b', sha256: null });
    own.practice.fault('sftp/read', { kind: 'flip' });
    expect((await own.setup.fetch())[0]).toMatchObject({ state: 'failed', error: { code: 'download-differs' } });
    expect(own.setup.names()).toEqual(['plain.csv']);
    expect((await own.setup.fetch())[0]).toMatchObject({ state: 'delivered' });
  });
});

describe('results of submissions', () => {
  it.each(['web', 'sftp'] as const)('attaches the response to what was submitted by %s', async (channel) => {
    const side = connectTo(own.practice.exchange);
    await side.logIn();
    const identity = async () => ok({ userName: SFTP_USER, privateKeys: [own.practice.privateKey] });
    await own.setup.close();
    const submissions = await openService({
      dataFolder: own.folder,
      ...side,
      sftp: createSftp(own.practice.exchange.profile, { identity }, patientDeadlines),
    });
    await own.reopen({ ledger: submissions.ledger });
    good(await submissions.service.listFolders());
    const { draftId } = good(await submissions.service.addFile(incoming('SD_01234_20260522.csv', 'a,b\n1,2\n')));
    good(await submissions.service.submit({ draftId, replace: false, despiteRefusal: true, channel }));
    const { sha256 } = await submissions.until(draftId, 'confirmed');
    const [row] = await own.setup.fetch();
    expect(row).toMatchObject({
      state: 'delivered',
      fileName: NAME,
      submission: { submissionId: draftId, fileName: 'SD_01234_20260522.csv' },
    });
    expect(readFileSync(own.setup.inbox(NAME), 'utf8')).toContain(sha256);
    const receipt = good(await submissions.service.receipt(draftId));
    expect(receipt.chainIntact).toBe(true);
    expect(receipt.results).toMatchObject([{ fileName: NAME, sha256: row?.sha256 }]);
    await own.setup.close();
    await submissions.close();
    await side.close();
  });

  it('can be read at the exchange and nothing else', async () => {
    own.put(NAME, { content: 'a' });
    const identity = async () => ok({ userName: SFTP_USER, privateKeys: [own.practice.privateKey] });
    const door = createSftp(own.practice.exchange.profile, { identity }, patientDeadlines);
    const connection = good(await (door?.open(new AbortController().signal) ?? Promise.reject(new Error('no door'))));
    expect(await connection.remove(`/SD1/inbox/${NAME}`)).toMatchObject({ error: { details: { status: 3 } } });
    connection.close();
    expect(existsSync(path.join(downloadFolderOf(own.practice.stateFolder, SFTP_USER, 'SD1'), NAME))).toBe(true);
  });
});

describe('what is not delivered', () => {
  it('keeps a file that differs from its checksum in the error folder, and delivers it when it is right', async () => {
    own.put(NAME, { content: 'spoilt', sha256: '0'.repeat(64), modifiedAt: NOON });
    const [row] = await own.setup.fetch();
    expect(row).toMatchObject({ state: 'checksum-differs', error: { code: 'download-differs' }, localName: NAME });
    expect(own.setup.names()).toEqual([]);
    expect(own.setup.names('error')).toEqual([NAME, `${NAME}.why.txt`]);
    const why = readFileSync(path.join(path.dirname(own.setup.inbox('')), 'error', `${NAME}.why.txt`), 'utf8');
    expect(why).toContain(`SHA-256 by the exchange: ${'0'.repeat(64)}\r\n`);
    expect(why).toContain('2979 7222');
    expect(why).toMatch(/與交易所所列的 SHA-256 不符/);
    expect(why).not.toContain('{{');
    // Not again by itself, but when somebody asks for it by name.
    await own.setup.fetch();
    expect(own.setup.ledger.downloads.find(row?.downloadId ?? '')?.newest.at).toBe(row?.changedAt);
    own.put(NAME, { content: 'spoilt', modifiedAt: NOON });
    good(own.setup.service.fetch({ downloadIds: [row?.downloadId ?? ''] }));
    await own.setup.service.settled();
    expect(own.setup.rows()).toMatchObject([{ state: 'delivered' }]);
    expect(own.setup.names()).toEqual([NAME]);
  });

  it('notices a byte that was changed on the way, and asks again for what a short answer left out', async () => {
    own.put('short.csv', { content: randomBytes(50_000) });
    own.practice.exchange.control.addFault({ endpoint: 'sftp/read', fault: { kind: 'short' }, count: 30 });
    expect(await own.setup.fetch()).toMatchObject([{ state: 'delivered' }]);
    own.practice.exchange.control.clearFaults();
    own.put('spoilt.csv', { content: randomBytes(20_000_000) });
    own.setup.onStep = (step) => {
      if (step === 'download-bytes:1') own.practice.fault('sftp/read', { kind: 'flip' });
    };
    expect((await own.setup.fetch())[0]).toMatchObject({ state: 'checksum-differs' });
  });

  it('refuses a file that grows, and one without its checksum; both come when they are ready', async () => {
    own.put('growing.csv', { content: randomBytes(600_000), sha256: null });
    expect(await own.setup.fetch()).toMatchObject([{ state: 'failed', error: { code: 'download-checksum-missing' } }]);
    await own.reopen({ plan: { checksumSuffix: null } });
    own.practice.fault('sftp/read', { kind: 'grow' });
    expect((await own.setup.fetch())[0]).toMatchObject({ state: 'failed', error: { code: 'download-changed' } });
    expect(own.setup.names()).toEqual([]);
    expect((await own.setup.fetch())[0]).toMatchObject({ state: 'delivered' });
    expect(readFileSync(own.setup.inbox('growing.csv'))).toHaveLength(600_000 + 'one more line\r\n'.length);
  });

  it('passes over names that cannot be used, and counts them', async () => {
    own.put(NAME, { content: 'a' });
    own.practice.exchange.control.addFault({ endpoint: 'sftp/list', fault: { kind: 'strange-names' }, count: 20 });
    expect(await own.setup.fetch()).toMatchObject([{ fileName: NAME, state: 'delivered' }]);
    const sd1 = own.setup.service.list(1).status.folders.find(({ folderId }) => folderId === 'SD1');
    expect(sd1).toEqual({ folderId: 'SD1', error: null, passedOver: 7 });
    expect(own.setup.names()).toEqual([NAME]);
  });

  it('tells a folder that is missing in its own row', async () => {
    await own.reopen({ plan: { folderIds: ['SD1', 'NOWHERE'] } });
    own.put(NAME, { content: 'a' });
    expect(await own.setup.fetch()).toMatchObject([{ state: 'delivered' }]);
    expect(own.setup.service.list(1).status.folders).toMatchObject([
      { folderId: 'SD1', error: null },
      { folderId: 'NOWHERE', error: { code: 'download-folder-missing' } },
    ]);
  });

  it('tells one file that fails, and goes on with the others', async () => {
    for (let index = 0; index < 5; index += 1) own.put(`file-${index}.csv`, { content: `content ${index}` });
    own.practice.fault('sftp/open', { kind: 'refuse' });
    const rows = await own.setup.fetch();
    expect(rows.filter(({ state }) => state === 'delivered')).toHaveLength(4);
    expect(rows.find(({ state }) => state === 'failed')).toMatchObject({ error: { code: 'download-refused' } });
    expect((await own.setup.fetch()).every(({ state }) => state === 'delivered')).toBe(true);
  });

  it.skipIf(process.getuid?.() === 0)('says that the inbox cannot be written', async () => {
    own.put(NAME, { content: 'a' });
    mkdirSync(own.setup.inbox(''), { recursive: true });
    chmodSync(own.setup.inbox(''), 0o500);
    expect(await own.setup.fetch()).toMatchObject([{ state: 'failed', error: { code: 'local-folder-unusable' } }]);
    chmodSync(own.setup.inbox(''), 0o700);
    expect(await own.setup.fetch()).toMatchObject([{ state: 'delivered' }]);
  });

  it('says that the inbox cannot be used when a file stands in its place', async () => {
    own.put(NAME, { content: 'a' });
    mkdirSync(path.dirname(own.setup.inbox('')), { recursive: true });
    writeFileSync(path.resolve(own.setup.inbox('')), 'in the way');
    expect(await own.setup.fetch()).toMatchObject([{ state: 'failed', error: { code: 'local-folder-unusable' } }]);
    rmSync(path.resolve(own.setup.inbox('')));
    expect(await own.setup.fetch()).toMatchObject([{ state: 'delivered' }]);
  });
});

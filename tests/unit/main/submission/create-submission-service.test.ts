import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appError } from '../../../../shared/contract/errors.ts';
import { err, ok } from '../../../../shared/lib/result.ts';
import { createMemoryExchange, type MemoryExchange } from '../../../helpers/memory-exchange.ts';
import { sampleFolder } from '../../../helpers/sample-folder.ts';
import { sampleChoices, sampleDraft, sampleSubmission } from '../../../helpers/sample-ledger.ts';
import { good, incoming, openService, type ServiceSetup, temporaryFolder } from '../../../helpers/submission-setup.ts';

const USER = 'chan@firm.example';
const name = 'SD_01234_20260522.csv';
let place: Awaited<ReturnType<typeof temporaryFolder>>;
let exchange: MemoryExchange;
let setup: ServiceSetup;

async function restart(): Promise<void> {
  await setup.close();
  setup = await openService({ dataFolder: place.folder, client: exchange.client, sessions: exchange.sessions });
}

beforeEach(async () => {
  place = await temporaryFolder();
  exchange = createMemoryExchange();
  setup = await openService({ dataFolder: place.folder, client: exchange.client, sessions: exchange.sessions });
});
afterEach(async () => {
  await setup.close();
  await place.remove();
  expect(setup.bugs).toEqual([]);
});

const spooled = () => readdir(path.join(place.folder, 'spool'));
const add = async (fileName = name, text = 'x,y\n') => good(await setup.service.addFile(incoming(fileName, text)));
const submit = (draftId: string, changes = {}) =>
  setup.service.submit({ draftId, replace: false, despiteRefusal: false, ...changes });
const kindsOf = (id: string) => setup.ledger.journalOf(id).map((row) => row.kind);

describe('drafts', () => {
  test('without a session a draft is kept and says what was not checked; a log in completes it', async () => {
    const draft = await add();
    expect(draft).toMatchObject({ folderId: null, participantCode: '01234', inputDate: '2026-05-22' });
    expect(draft.findings.find((each) => each.check === 'folder')).toMatchObject({ reason: 'not-checked' });
    exchange.logIn(USER);
    await expect.poll(() => good(setup.service.listDrafts())[0]?.folderId).toBe('SD1');
    const [listed] = good(setup.service.listDrafts());
    expect(listed?.findings.every((each) => each.level === 'passed')).toBe(true);
  });

  test('drafts and the last catalogue survive a restart without a session', async () => {
    exchange.logIn(USER);
    good(await setup.service.listFolders());
    const draft = await add();
    exchange.logIn(null);
    await restart();
    expect(good(await setup.service.listFolders())).toEqual(exchange.folders);
    const [listed] = good(setup.service.listDrafts());
    expect(listed).toMatchObject({ draftId: draft.draftId, folderId: 'SD1', sha256: draft.sha256 });
    expect(listed?.findings.find((each) => each.check === 'held')).toMatchObject({ reason: 'not-checked' });
  });

  test('changes are kept; a day that does not exist and a folder that is not there are refused', async () => {
    exchange.logIn(USER);
    good(await setup.service.listFolders());
    const { draftId } = await add();
    const update = (change: object) => setup.service.updateDraft({ draftId, ...change });
    expect(update({ inputDate: '2026-02-30' })).toMatchObject({ error: { code: 'invalid-input' } });
    expect(update({ folderId: 'NONE' })).toMatchObject({ error: { code: 'invalid-input' } });
    expect(update({ inputDate: '' })).toMatchObject({ value: { inputDate: null } });
    expect(update({ folderId: 'ERR' })).toMatchObject({ value: { folderId: 'ERR', identity: 'Two' } });
    expect(update({ identity: 'One', participantCode: '01235' })).toMatchObject({
      value: { identity: 'One', participantCode: '01235' },
    });
    expect(await submit(draftId)).toMatchObject({
      error: { code: 'draft-incomplete', details: { missing: 'inputDate' } },
    });
    expect(setup.service.updateDraft({ draftId: 'none' })).toMatchObject({ error: { code: 'draft-not-found' } });
  });

  test('a removed draft takes its copy with it', async () => {
    const { draftId } = await add();
    expect(await spooled()).toEqual([draftId]);
    good(await setup.service.removeDraft(draftId));
    expect(await spooled()).toEqual([]);
    expect(setup.events.at(-1)).toEqual({ name: 'draft/removed', payload: { draftId } });
    expect(await setup.service.removeDraft(draftId)).toMatchObject({ error: { code: 'draft-not-found' } });
  });

  test('a name that cannot be used and a file over the largest limit leave nothing behind', async () => {
    exchange.folders = [sampleFolder({ maxBytes: 10 })];
    exchange.logIn(USER);
    good(await setup.service.listFolders());
    const bad = await setup.service.addFile(incoming('a/b.csv', 'x'));
    expect(bad).toMatchObject({ error: { code: 'file-name-unusable', details: { problem: 'separator' } } });
    const large = await setup.service.addFile(incoming(name, 'x'.repeat(11)));
    expect(large).toMatchObject({ error: { code: 'file-too-large', details: { limit: 10 } } });
    expect(await spooled()).toEqual([]);
    expect(good(setup.service.listDrafts())).toEqual([]);
  });
});

describe('submitting', () => {
  beforeEach(async () => {
    exchange.logIn(USER);
    good(await setup.service.listFolders());
  });

  test('two presses of Submit send one request', async () => {
    const { draftId } = await add();
    const [one, two] = await Promise.all([submit(draftId), submit(draftId)]);
    expect([one.ok, two.ok]).toEqual([true, false]);
    expect(two).toMatchObject({ error: { code: 'submission-already-sent' } });
    await setup.until(draftId, 'confirmed');
    expect(exchange.requests).toHaveLength(1);
  });

  test('the row with the key is durable before the first byte leaves, and its head travels along', async () => {
    const { draftId } = await add();
    let seen: unknown;
    exchange.onSubmit = async (request, take) => {
      const record = setup.ledger.submission(draftId);
      seen = { kind: record?.newest.kind, key: record?.facts.idempotencyKey, head: setup.ledger.head() };
      expect(seen).toEqual({ kind: 'sending', key: request.idempotencyKey, head: request.journalHead });
      return ok(await take());
    };
    good(await submit(draftId));
    await setup.until(draftId, 'confirmed');
    expect(seen).toBeDefined();
  });

  test('three are sent at a time, a fourth waits and can be called off before it begins', async () => {
    const release = Promise.withResolvers<void>();
    exchange.onSubmit = async (_, take) => {
      await release.promise;
      return ok(await take());
    };
    const ids: string[] = [];
    for (const code of ['01', '02', '03', '04']) {
      const { draftId } = await add(`SD_01234_202605${code}.csv`);
      ids.push(good(await submit(draftId)).submissionId);
    }
    const states = () => good(setup.service.listSubmissions(10)).map((each) => each.state);
    await expect.poll(states).toEqual(['checked', 'sending', 'sending', 'sending']);
    const cancelled = good(await setup.service.cancel(ids[3] ?? ''));
    expect(cancelled).toMatchObject({ state: 'failed', error: { code: 'cancelled' } });
    release.resolve();
    for (const id of ids.slice(0, 3)) await setup.until(id, 'confirmed');
    expect(exchange.received.size).toBe(3);
    expect(await setup.service.cancel(ids[0] ?? '')).toMatchObject({ value: { state: 'confirmed' } });
  });

  test('another content under a name that is on its way asks first, as if the exchange held it already', async () => {
    const release = Promise.withResolvers<void>();
    exchange.onSubmit = async (_, take) => {
      await release.promise;
      return ok(await take());
    };
    const [first, second] = [await add(name, 'one\n'), await add(name, 'two\n')];
    good(await submit(first.draftId));
    expect(await submit(second.draftId)).toMatchObject({ error: { code: 'replace-unconfirmed' } });
    release.resolve();
    await setup.until(first.draftId, 'confirmed');
  });

  test('a copy that was changed in the spool is not sent whole, and ends as failed', async () => {
    const { draftId } = await add();
    await writeFile(path.join(place.folder, 'spool', draftId), 'z,z\n');
    good(await submit(draftId));
    const failed = await setup.until(draftId, 'failed');
    expect(failed.error).toMatchObject({ code: 'file-changed', retry: 'never' });
    expect(exchange.received.size).toBe(0);
    expect(await setup.service.retry(draftId)).toMatchObject({ error: { code: 'submission-not-retryable' } });
  });

  test('a refused submission can be put aside: its copy goes, it stays listed', async () => {
    exchange.onSubmit = async () => err(appError('refused-by-exchange', { exchangeCode: 'P423' }));
    const { draftId } = await add();
    good(await submit(draftId));
    await setup.until(draftId, 'refused');
    expect(await spooled()).toEqual([draftId]);
    good(await setup.service.removeDraft(draftId));
    expect(await spooled()).toEqual([]);
    expect(good(setup.service.listSubmissions(10))).toMatchObject([{ state: 'refused' }]);
    expect(kindsOf(draftId).at(-1)).toBe('dismissed');
  });

  test('a failed one that was put aside is no longer retried, and says so', async () => {
    exchange.onSubmit = async () => err(appError('unreachable', { retry: 'now' }));
    const { draftId } = await add();
    good(await submit(draftId));
    expect((await setup.until(draftId, 'failed')).error).toMatchObject({ code: 'unreachable', retry: 'now' });
    good(await setup.service.removeDraft(draftId));
    expect(good(setup.service.listSubmissions(1))).toMatchObject([{ state: 'failed', error: { retry: 'never' } }]);
    expect(await setup.service.retry(draftId)).toMatchObject({ error: { code: 'submission-not-retryable' } });
  });

  test('ids that nobody knows', async () => {
    const unknown = { ok: false, error: { code: 'submission-not-found' } };
    for (const verb of ['cancel', 'retry', 'ask', 'receipt'] as const) {
      expect(await setup.service[verb]('none')).toMatchObject(unknown);
    }
    expect(await submit('none')).toMatchObject({ error: { code: 'draft-not-found' } });
  });
});

describe('after the program ended in the middle', () => {
  /** Leaves a submission as a killed process does, with its copy or without. */
  async function leave(state: 'checked' | 'sending', pressedBy = USER): Promise<string> {
    const { draftId } = await add();
    const facts = { ...sampleSubmission(draftId), userId: pressedBy };
    good(setup.ledger.addSubmission(facts));
    if (state === 'sending') good(setup.ledger.appendJournal(draftId, 'sending', {}));
    return draftId;
  }

  test('it waits for a log in, then is finished by itself under its own key', async () => {
    const id = await leave('sending');
    const key = setup.ledger.submission(id)?.facts.idempotencyKey;
    await restart();
    expect(setup.service.openSubmissions()).toBe(1);
    expect(good(setup.service.listSubmissions(1))).toMatchObject([{ state: 'in-doubt' }]);
    expect(await setup.service.ask(id)).toMatchObject({ error: { code: 'not-logged-in' } });
    exchange.logIn(USER);
    await setup.until(id, 'confirmed');
    expect(exchange.requests.map((request) => request.idempotencyKey)).toEqual([key]);
    expect(setup.service.openSubmissions()).toBe(0);
    expect(kindsOf(id)).toEqual(['drafted', 'checked', 'sending', 'in-doubt', 'sending', 'sent', 'confirmed']);
  });

  test('what the exchange has is not sent again', async () => {
    const id = await leave('sending');
    const record = setup.ledger.submission(id);
    if (!record) throw new Error('not there');
    const { fileName, size, sha256, idempotencyKey } = record.facts;
    const receipt = { reference: 'M', fileName, size, sha256, receivedAt: 1, replacedSha256: null, journalHead: '1:a' };
    exchange.received.set(idempotencyKey, receipt);
    await restart();
    exchange.logIn(USER);
    await setup.until(id, 'confirmed');
    expect(exchange.requests).toEqual([]);
    await expect.poll(spooled).toEqual([]);
  });

  test('a colleague’s log in asks, and never sends in the name of somebody else', async () => {
    const id = await leave('checked');
    await restart();
    exchange.logIn('other@firm.example');
    expect((await setup.until(id, 'failed')).error).toMatchObject({ code: 'not-received', retry: 'now' });
    expect(exchange.requests).toEqual([]);
    good(await setup.service.retry(id));
    await setup.until(id, 'confirmed');
    expect(setup.ledger.submission(id)).toMatchObject({ attempts: 2, pressedBy: 'other@firm.example' });
    expect(setup.ledger.verifyJournal()).toMatchObject({ intact: true });
  });

  test('while the exchange cannot say, it stays in doubt and is asked again', async () => {
    const id = await leave('sending');
    await restart();
    exchange.askError = appError('server-error', { retry: 'now' });
    exchange.logIn(USER);
    await expect.poll(() => exchange.asked).toBeGreaterThan(2);
    expect(good(await setup.service.ask(id))).toMatchObject({ state: 'in-doubt' });
    exchange.askError = null;
    await setup.until(id, 'confirmed');
  });

  test('closing in the middle of the bytes leaves what the next start needs', async () => {
    exchange.logIn(USER);
    good(await setup.service.listFolders());
    const { draftId } = await add();
    exchange.onSubmit = (request) =>
      new Promise((resolve) => {
        request.signal.addEventListener('abort', () => resolve(err(appError('cancelled'))));
      });
    good(await submit(draftId));
    await expect.poll(() => setup.ledger.submission(draftId)?.newest.kind).toBe('sending');
    exchange.onSubmit = async (_, take) => ok(await take());
    await restart();
    await setup.until(draftId, 'confirmed');
    expect(exchange.received.size).toBe(1);
  });

  test('copies that nobody needs are cleaned away at the start, the others stay', async () => {
    const kept = await leave('checked');
    const draft = await add('SD_01234_20260523.csv');
    good(setup.ledger.addDraft(sampleDraft('gone'), sampleChoices));
    good(setup.ledger.appendJournal('gone', 'removed', {}));
    for (const orphan of ['gone', 'half-written']) await writeFile(path.join(place.folder, 'spool', orphan), 'x');
    await restart();
    expect((await spooled()).sort()).toEqual([kept, draft.draftId].sort());
  });
});

import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../main/app/system-clock.ts';
import type { FaultRuleInput } from '../../main/practice/faults/fault.ts';
import { createSpeedLimit } from '../../main/transfer/speed-limit.ts';
import { type PracticeSetup, setUpPractice } from '../helpers/practice-setup.ts';
import {
  connectTo,
  type ExchangeSide,
  good,
  incoming,
  openService,
  type ServiceSetup,
  temporaryFolder,
} from '../helpers/submission-setup.ts';

const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');

let practice: PracticeSetup;
let side: ExchangeSide;
let place: Awaited<ReturnType<typeof temporaryFolder>>;
let setup: ServiceSetup;
let day = 0;
const limit = createSpeedLimit({ clock: systemClock });

beforeAll(async () => {
  practice = await setUpPractice();
});
afterAll(() => practice.close());

beforeEach(async () => {
  place = await temporaryFolder();
  side = connectTo(practice.exchange);
  limit.set(null);
  setup = await openService({ dataFolder: place.folder, client: side.client, sessions: side.sessions, limit });
  await side.logIn();
  day += 1;
});
afterEach(async () => {
  practice.exchange.control.clearFaults();
  await setup.close();
  await side.close();
  await place.remove();
  expect(setup.bugs).toEqual([]);
});

/** A name that no other test has used: the exchange remembers. */
const freshDate = () => new Date(Date.UTC(2026, 0, day)).toISOString().slice(0, 10);
const freshName = (code = '01234') => `SD_${code}_${freshDate().replaceAll('-', '')}.csv`;
const filesNamed = (name: string) => practice.exchange.control.files().filter((file) => file.fileName === name);
const spooled = () => readdir(path.join(place.folder, 'spool'));

async function submitText(name: string, text: string, changes: { replace?: boolean; despiteRefusal?: boolean } = {}) {
  const { draftId } = good(await setup.service.addFile(incoming(name, text)));
  return setup.service.submit({ draftId, replace: false, despiteRefusal: false, ...changes });
}

describe('the main job', () => {
  test('a file is added, proposed, submitted and confirmed, and its copy is gone', async () => {
    const name = freshName();
    good(await setup.service.listFolders());
    const draft = good(await setup.service.addFile(incoming(name, 'a,b\n1,2\n')));
    expect(draft).toMatchObject({
      folderId: 'SD1',
      identity: 'SEHK Participant',
      participantCode: '01234',
      inputDate: freshDate(),
      sha256: sha256Of('a,b\n1,2\n'),
      size: 8,
    });
    const { draftId } = draft;
    const started = good(await setup.service.submit({ draftId, replace: false, despiteRefusal: false }));
    const confirmed = await setup.until(started.submissionId, 'confirmed');
    expect(confirmed).toMatchObject({ exchangeSha256: draft.sha256, replaced: false, error: null });
    expect(filesNamed(name)).toMatchObject([
      { sha256: draft.sha256, status: 'accepted', reference: confirmed.exchangeReference },
    ]);
    expect(good(setup.service.listDrafts())).toEqual([]);
    await expect.poll(spooled).toEqual([]);
    const receipt = good(await setup.service.receipt(started.submissionId));
    expect(receipt.rows.map((row) => row.kind)).toEqual(['drafted', 'checked', 'sending', 'sent', 'confirmed']);
    expect(receipt.chainIntact).toBe(true);
    expect(setup.remembered).toEqual([
      { lastFolderId: 'SD1', lastIdentity: 'SEHK Participant', lastParticipantCode: '01234' },
    ]);
  });

  test('a wrong Input Date is foretold as 4505, sent on demand it is refused as 4505, corrected it is confirmed', async () => {
    const name = freshName();
    good(await setup.service.listFolders());
    const first = good(await setup.service.addFile(incoming(name, 'x,y\n')));
    const changed = good(setup.service.updateDraft({ draftId: first.draftId, inputDate: '2025-12-31' }));
    const finding = changed.findings.find((each) => each.check === 'input-date');
    expect(finding).toMatchObject({ level: 'refusal', exchangeCode: '4505', fix: { value: freshDate() } });
    const input = { draftId: first.draftId, replace: false, despiteRefusal: false };
    expect(await setup.service.submit(input)).toMatchObject({ error: { code: 'draft-refused', exchangeCode: '4505' } });
    const sent = good(await setup.service.submit({ ...input, despiteRefusal: true }));
    expect(await setup.until(sent.submissionId, 'refused')).toMatchObject({
      error: { code: 'refused-by-exchange', exchangeCode: '4505', retry: 'never' },
    });
    const again = good(await submitText(name, 'x,y\n'));
    await setup.until(again.submissionId, 'confirmed');
    expect(filesNamed(name)).toHaveLength(1);
  });

  test('a corrected file asks before it replaces, and the exchange says what it replaced', async () => {
    const name = freshName();
    await setup.until(good(await submitText(name, 'first\n')).submissionId, 'confirmed');
    const { draftId, findings } = good(await setup.service.addFile(incoming(name, 'second\n')));
    expect(findings.find((each) => each.check === 'held')).toMatchObject({ reason: 'already-held-other' });
    const input = { draftId, replace: false, despiteRefusal: false };
    expect(await setup.service.submit(input)).toMatchObject({ error: { code: 'replace-unconfirmed' } });
    const { submissionId } = good(await setup.service.submit({ ...input, replace: true }));
    expect(await setup.until(submissionId, 'confirmed')).toMatchObject({ replaced: true });
    expect(filesNamed(name).map((file) => file.status)).toEqual(['accepted', 'replaced']);
  });

  test('several files run side by side and each is confirmed', async () => {
    const names = ['SD', 'SD1'].flatMap((prefix) =>
      ['01234', '01235'].map((code) => freshName(code).replace(/^SD/, prefix)),
    );
    const started = await Promise.all(names.map(async (name) => good(await submitText(name, `${name}\n`))));
    for (const { submissionId } of started) await setup.until(submissionId, 'confirmed');
    for (const name of names) expect(filesNamed(name)).toMatchObject([{ sha256: sha256Of(`${name}\n`) }]);
    expect(setup.ledger.verifyJournal().intact).toBe(true);
  });

  test('progress is published, ends at the whole size and never goes back', async () => {
    const { submissionId } = good(await submitText(freshName(), 'x,y\n'.repeat(200_000)));
    await setup.until(submissionId, 'confirmed');
    const sent = setup.events.flatMap((event) =>
      event.name === 'submission/progress' ? [event.payload.sentBytes] : [],
    );
    expect(sent.at(-1)).toBe(800_000);
    expect(sent).toEqual([...sent].sort((a, b) => a - b));
  });
});

describe('answers that are lost or wrong', () => {
  const fault = (rule: FaultRuleInput) => practice.exchange.control.addFault(rule);

  test.each<{ what: string; kind: FaultRuleInput['fault'] }>([
    { what: 'cut off', kind: { kind: 'cut-answer' } },
    { what: 'truncated', kind: { kind: 'truncated' } },
    { what: 'HTML', kind: { kind: 'html', processed: true } },
    { what: 'empty', kind: { kind: 'empty', processed: true } },
    { what: '10 MB', kind: { kind: 'huge', processed: true } },
    { what: 'deeply nested', kind: { kind: 'nested', processed: true } },
    { what: 'of the wrong type', kind: { kind: 'wrong-content-type' } },
    { what: 'a 503 after the work', kind: { kind: 'status', status: 503, processed: true } },
  ])('an answer that is $what is in doubt, then confirmed by asking: one file', async ({ kind }) => {
    const name = freshName();
    fault({ endpoint: 'api/submit', fault: kind });
    const { submissionId } = good(await submitText(name, 'x,y\n'));
    await setup.until(submissionId, 'confirmed');
    const kinds = good(await setup.service.receipt(submissionId)).rows.map((row) => row.kind);
    expect(kinds).toEqual(['drafted', 'checked', 'sending', 'in-doubt', 'confirmed']);
    expect(filesNamed(name)).toHaveLength(1);
  });

  test.each<{ what: string; kind: FaultRuleInput['fault'] }>([
    { what: 'cut while it is sent', kind: { kind: 'cut-request', afterBytes: 100_000 } },
    { what: 'answered by a 503 without being taken', kind: { kind: 'status', status: 503 } },
  ])('a file that is $what ends as not received, is not sent again by itself, and Retry sends it', async ({ kind }) => {
    const name = freshName();
    fault({ endpoint: 'api/submit', fault: kind });
    const { submissionId } = good(await submitText(name, 'x,y\n'.repeat(100_000)));
    expect(await setup.until(submissionId, 'failed')).toMatchObject({ error: { code: 'not-received', retry: 'now' } });
    expect(filesNamed(name)).toEqual([]);
    good(await setup.service.retry(submissionId));
    await setup.until(submissionId, 'confirmed');
    expect(filesNamed(name)).toHaveLength(1);
  });

  test('asking is repeated while the exchange cannot answer', async () => {
    fault({ endpoint: 'api/submit', fault: { kind: 'cut-answer' } });
    fault({ endpoint: 'api/ask', fault: { kind: 'status', status: 500 }, count: 2 });
    fault({ endpoint: 'api/ask', fault: { kind: 'html' } });
    const { submissionId } = good(await submitText(freshName(), 'x,y\n'));
    await setup.until(submissionId, 'confirmed');
    expect(practice.exchange.control.listFaults()).toEqual([]);
  });

  test('a wrong checksum is never confirmed, and the file is not sent again', async () => {
    const name = freshName();
    fault({ endpoint: 'api/submit', fault: { kind: 'wrong-checksum' } });
    const { submissionId } = good(await submitText(name, 'x,y\n'));
    expect(await setup.until(submissionId, 'failed')).toMatchObject({
      exchangeSha256: '0'.repeat(64),
      error: { code: 'checksum-differs', retry: 'never', details: { statedBy: 'exchange' } },
    });
    expect(await setup.service.retry(submissionId)).toMatchObject({ error: { code: 'submission-not-retryable' } });
    expect(filesNamed(name)).toHaveLength(1);
  });

  test('cancelled while it is sent: failed with `cancelled`, and the exchange has nothing', async () => {
    const name = freshName();
    // Takes a minute if nobody stops it: the order to stop never comes too late.
    limit.set(128 * 1024);
    const { submissionId } = good(await submitText(name, 'x,y\n'.repeat(2_000_000)));
    await expect.poll(() => setup.events.some((event) => event.name === 'submission/progress')).toBe(true);
    good(await setup.service.cancel(submissionId));
    // On a busy machine the exchange may still be reading what had left when it is asked, and is asked again.
    const ended = await setup.until(submissionId, 'failed');
    expect(ended).toMatchObject({ error: { code: 'cancelled', retry: 'now' } });
    expect(filesNamed(name)).toEqual([]);
  });

  test('cancelled too late: the truth is told', async () => {
    const name = freshName();
    fault({ endpoint: 'api/submit', fault: { kind: 'slow', milliseconds: 1500 } });
    const { submissionId } = good(await submitText(name, 'x,y\n'));
    await expect.poll(() => filesNamed(name).length, { timeout: 5000 }).toBe(1);
    const answer = good(await setup.service.cancel(submissionId));
    expect(['confirmed', 'in-doubt']).toContain(answer.state);
    await setup.until(submissionId, 'confirmed');
  });

  test('a session that the exchange ended: failed, after the next log in Retry sends it', async () => {
    const name = freshName();
    const { draftId } = good(await setup.service.addFile(incoming(name, 'x,y\n')));
    const input = { draftId, replace: false, despiteRefusal: false };
    setup.onStep = (step) => {
      if (step === 'sending-recorded:after') practice.exchange.control.endLogins('ecp');
    };
    const { submissionId } = good(await setup.service.submit(input));
    expect(await setup.until(submissionId, 'failed')).toMatchObject({
      error: { code: 'session-ended', retry: 'after-login' },
    });
    expect(await setup.service.retry(submissionId)).toMatchObject({ error: { code: 'not-logged-in' } });
    setup.onStep = () => undefined;
    await side.logIn();
    good(await setup.service.retry(submissionId));
    await setup.until(submissionId, 'confirmed');
    expect(filesNamed(name)).toHaveLength(1);
  });
});

describe('who may not', () => {
  test.each([
    { userId: 'admin@firm.example', exchangeCode: '2000' },
    { userId: 'sftp@firm.example', exchangeCode: 'P403' },
  ])('$userId is told with the code $exchangeCode', async ({ userId, exchangeCode }) => {
    await side.sessions.logOut('ecp');
    await side.logIn(userId);
    expect(await setup.service.listFolders()).toMatchObject({ error: { code: 'folder-not-permitted', exchangeCode } });
  });

  test('without a session nothing is sent, and the draft stays', async () => {
    await side.sessions.logOut('ecp');
    expect(await submitText(freshName(), 'x,y\n')).toMatchObject({ error: { code: 'not-logged-in' } });
    expect(good(setup.service.listDrafts())).toHaveLength(1);
  });
});

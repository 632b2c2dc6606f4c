import naughtyStrings from 'big-list-of-naughty-strings' with { type: 'json' };
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activityHandlers, checkFile } from '../../main/app/handlers/activity.ts';
import { systemClock } from '../../main/app/system-clock.ts';
import { activityCalls } from '../../shared/contract/activity.ts';
import { checkFileName } from '../../shared/model/check-file-name.ts';
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

let practice: PracticeSetup;
let side: ExchangeSide;
let place: Awaited<ReturnType<typeof temporaryFolder>>;
let setup: ServiceSetup;
const parts = () => ({ client: side.client, ledger: setup.ledger, clock: systemClock });
const name = 'SD_01234_20260522.csv';

async function send(fileName: string, text: string, replace = false) {
  const { draftId } = good(await setup.service.addFile(incoming(fileName, text)));
  return good(await setup.service.submit({ draftId, replace, despiteRefusal: true })).submissionId;
}

async function query(filter: object = {}) {
  const handler = activityHandlers(parts())['activity/query'];
  return good(await handler(activityCalls['activity/query'].input.parse(filter)));
}

beforeAll(async () => {
  practice = await setUpPractice();
  place = await temporaryFolder();
  side = connectTo(practice.exchange);
  setup = await openService({ dataFolder: place.folder, client: side.client, sessions: side.sessions });
  await side.logIn();
  good(await setup.service.listFolders());
});
afterAll(async () => {
  await setup.close();
  await side.close();
  await place.remove();
  await practice.close();
});

test('what was sent stands in Activity Enquiry with its verdict; a local file is matched, differs or is not found', async () => {
  await setup.until(await send(name, 'first\n'), 'confirmed');
  await setup.until(await send(name, 'second\n', true), 'confirmed');
  const { rows, total } = await query();
  expect(total).toBe(2);
  expect(rows.map((row) => [row.fileName, row.status, row.verdict])).toEqual([
    [name, 'accepted', 'matched'],
    [name, 'replaced', 'replaced'],
  ]);
  expect((await query({ verdict: 'replaced' })).total).toBe(1);

  const outcome = async (fileName: string, text: string) => {
    const { outcome: found, row } = good(await checkFile(parts(), incoming(fileName, text)));
    return [found, row?.reference];
  };
  expect(await outcome(name, 'second\n')).toEqual(['matched', rows[0]?.reference]);
  expect(await outcome(name, 'second!\n')).toEqual(['differs', rows[0]?.reference]);
  expect(await outcome('SD_01234_20260523.csv', 'other\n')).toEqual(['not-found', undefined]);
  expect(await checkFile(parts(), incoming('a/b', 'x'))).toMatchObject({ error: { code: 'file-name-unusable' } });
});

test('a file sent from another PC is unknown here', async () => {
  const elsewhere = await temporaryFolder();
  const other = await openService({ dataFolder: elsewhere.folder, client: side.client, sessions: side.sessions });
  const theirs = 'SD_01235_20260522.csv';
  const { draftId } = good(await other.service.addFile(incoming(theirs, 'x\n')));
  good(await other.service.submit({ draftId, replace: false, despiteRefusal: false }));
  await other.until(draftId, 'confirmed');
  expect((await query({ text: theirs })).rows).toMatchObject([{ verdict: 'unknown' }]);
  await other.close();
  await elsewhere.remove();
});

test('naughty strings as file names are refused here, or reach the exchange as they are and are refused there', async () => {
  const usable = naughtyStrings.filter((text) => checkFileName(text) === null);
  for (const text of naughtyStrings.filter((each) => !usable.includes(each))) {
    expect(await setup.service.addFile(incoming(text, 'x'))).toMatchObject({ error: { code: 'file-name-unusable' } });
  }
  for (const text of usable) {
    const draft = good(await setup.service.addFile(incoming(text, 'x\n')));
    expect(draft.fileName).toBe(text);
    // Every tenth travels: each costs a whole submission.
    if (usable.indexOf(text) % 10 !== 0) continue;
    const { draftId } = draft;
    const choices = { draftId, folderId: 'SD1', participantCode: '01234', inputDate: '2026-05-22' };
    good(setup.service.updateDraft(choices));
    good(await setup.service.submit({ draftId, replace: false, despiteRefusal: true }));
    expect(await setup.until(draftId, 'refused')).toMatchObject({ fileName: text, error: { exchangeCode: 'P423' } });
  }
  expect(setup.ledger.verifyJournal()).toMatchObject({ intact: true });
  expect(setup.bugs).toEqual([]);
});

import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSftp } from '../../main/app/create-sftp.ts';
import type { ExchangeActivity } from '../../main/ecp/ecp-client.ts';
import { ok } from '../../shared/lib/result.ts';
import { patientDeadlines, SFTP_USER, type SftpPractice, setUpSftpPractice } from '../helpers/sftp-practice.ts';
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

/** An earlier content of this name, which the exchange looked into and refused some minutes ago. */
const refusedBefore = (): ExchangeActivity => ({
  reference: 'PX-EARLIER',
  folderId: 'SD1',
  identity: 'SEHK Participant',
  participantCode: '01234',
  inputDate: '2026-05-22',
  fileName: NAME,
  size: 4,
  sha256: '0'.repeat(64),
  receivedAt: Date.now() - 5 * 60_000,
  channel: 'sftp',
  status: 'refused',
  submittedBy: SFTP_USER,
});

beforeEach(async () => {
  practice = await setUpSftpPractice();
  side = connectTo(practice.exchange);
  local = await temporaryFolder();
  await side.logIn();
});
afterEach(async () => {
  await setup.close();
  await side.close();
  await practice.close();
  await local.remove();
});

/** Opens the service with an Activity Enquiry that answers so, and submits a file; gives its id. */
async function submitWith(activities: ExchangeSide['client']['activities']): Promise<string> {
  const identity = async () => ok({ userName: SFTP_USER, privateKeys: [practice.privateKey] });
  const sftp = createSftp(practice.exchange.profile, { identity }, patientDeadlines);
  setup = await openService({ dataFolder: local.folder, ...side, client: { ...side.client, activities }, sftp });
  good(await setup.service.listFolders());
  const { draftId } = good(await setup.service.addFile(incoming(NAME, 'c,d\n')));
  good(await setup.service.submit({ draftId, replace: false, despiteRefusal: true, channel: 'sftp' }));
  return draftId;
}

it('does not take the refusal of an earlier file of the name for that of the corrected one', async () => {
  let lagging = 2;
  const draftId = await submitWith(async () => {
    const rows = await side.client.activities();
    // Only what comes after a file arrived is about it.
    if (!rows.ok || rows.value.length === 0) return rows;
    lagging -= 1;
    return ok([...(lagging < 0 ? rows.value : []), refusedBefore()]);
  });
  const confirmed = await setup.until(draftId, 'confirmed');
  expect(confirmed.exchangeSha256).toBe(confirmed.sha256);
});

it('confirms what a colleague at another terminal replaced in the next moment', async () => {
  const draftId = await submitWith(async () => {
    const rows = await side.client.activities();
    if (!rows.ok || rows.value.length === 0) return rows;
    const theirs = { ...refusedBefore(), status: 'accepted' as const, receivedAt: Date.now() };
    return ok([theirs, ...rows.value.map((row) => ({ ...row, status: 'replaced' as const }))]);
  });
  const confirmed = await setup.until(draftId, 'confirmed');
  expect(confirmed).toMatchObject({ exchangeSha256: confirmed.sha256, replaced: false });
});

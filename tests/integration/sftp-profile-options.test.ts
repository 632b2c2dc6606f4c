import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSftp } from '../../main/app/create-sftp.ts';
import type { Profile } from '../../main/profile/profile.ts';
import { ok } from '../../shared/lib/result.ts';
import { type Line, openLine } from '../helpers/line.ts';
import { SFTP_USER, type SftpPractice, setUpSftpPractice, shortDeadlines } from '../helpers/sftp-practice.ts';
import {
  connectTo,
  type ExchangeSide,
  good,
  incoming,
  openService,
  type ServiceSetup,
  temporaryFolder,
} from '../helpers/submission-setup.ts';

/* Whole submissions under the profile's options for servers that can do less, each to its right end. */
type Options = Partial<NonNullable<Profile['sftp']>>;
const NAME = 'SD_01234_20260522.csv';
/** Three pieces on the wire. */
const content = 'ref,code\n'.padEnd(600_000, '1,00005\n');
let practice: SftpPractice;
let side: ExchangeSide;
let setup: ServiceSetup;
let local: Awaited<ReturnType<typeof temporaryFolder>>;
let line: Line | null = null;

beforeEach(async () => {
  practice = await setUpSftpPractice();
  side = connectTo(practice.exchange);
  local = await temporaryFolder();
  await side.logIn();
});
afterEach(async () => {
  await setup.close();
  await side.close();
  await line?.close();
  line = null;
  await practice.close();
  await local.remove();
});

/** Opens the program's service with these options of the profile. */
async function open(options: Options): Promise<void> {
  const { profile } = practice.exchange;
  if (!profile.sftp) throw new Error('the practice exchange has SFTP');
  const identity = async () => ok({ userName: SFTP_USER, privateKeys: [practice.privateKey] });
  const changed = { ...profile, sftp: { ...profile.sftp, ...options } };
  setup = await openService({
    dataFolder: local.folder,
    ...side,
    sftp: createSftp(changed, { identity }, shortDeadlines),
  });
}

/** A line that cuts the first connection after so many bytes. */
async function cutOnceAfter(bytes: number): Promise<{ port: number }> {
  let cuts = 1;
  const to = practice.target.hosts[0] ?? { host: '', port: 0 };
  line = await openLine({ to, cutAfter: () => (cuts-- > 0 ? bytes : Number.POSITIVE_INFINITY) });
  return { port: line.port };
}

async function submit(text = content): Promise<string> {
  good(await setup.service.listFolders());
  const { draftId } = good(await setup.service.addFile(incoming(NAME, text)));
  good(await setup.service.submit({ draftId, replace: false, despiteRefusal: true, channel: 'sftp' }));
  return draftId;
}

const outbox = () => path.join(practice.stateFolder, 'sftp', Buffer.from(SFTP_USER).toString('hex'), 'SD1', 'outbox');
const there = () => readFileSync(path.join(outbox(), NAME), 'utf8');
const names = () => readdirSync(outbox());

describe('confirm: read-back', () => {
  it('rests on the file that was read back, whatever Activity Enquiry says', async () => {
    practice.exchange.control.addFault({ endpoint: 'api/activities', fault: { kind: 'wrong-checksum' }, count: 20 });
    await open({ confirm: 'read-back' });
    expect(await setup.until(await submit(), 'confirmed')).toMatchObject({ exchangeReference: null });
    expect(there()).toBe(content);
  });

  it('does not confirm what reads back differently, and gives it no name', async () => {
    await open({ confirm: 'read-back' });
    practice.fault('sftp/write', { kind: 'flip' });
    expect(await setup.until(await submit(), 'failed')).toMatchObject({ error: { code: 'checksum-differs' } });
    expect(names()).toEqual([]);
  });
});

it('fsync: false never asks for it', async () => {
  practice.fault('sftp/fsync', { kind: 'refuse' });
  await open({ fsync: false });
  await setup.until(await submit(), 'confirmed');
  expect(practice.exchange.control.files()).toHaveLength(1);
});

describe('rename: false', () => {
  const options = { rename: false, confirm: 'read-back' } as const;

  it('is confirmed by asking for the name afterwards', async () => {
    await open(options);
    expect(await setup.until(await submit(), 'confirmed')).toMatchObject({ exchangeReference: null });
    expect(there()).toBe(content);
    expect(names()).toEqual([NAME]);
  });

  it('says after a cut in the middle that part is there, and a retry makes it whole', async () => {
    await open({ ...options, ...(await cutOnceAfter(400_000)) });
    const id = await submit();
    expect(await setup.until(id, 'failed')).toMatchObject({ error: { code: 'sftp-incomplete', retry: 'now' } });
    expect(content.startsWith(there())).toBe(true);
    expect(there().length).toBeLessThan(content.length);
    good(await setup.service.retry(id));
    await setup.until(id, 'confirmed');
    expect(there()).toBe(content);
  });

  it('finds a cut behind the last byte confirmed, and sends nothing again', async () => {
    await open(options);
    practice.fault('sftp/close', { kind: 'reset' });
    const steps: string[] = [];
    setup.onStep = (step) => steps.push(step);
    await setup.until(await submit(), 'confirmed');
    expect(steps.filter((step) => step === 'sftp-opened')).toHaveLength(1);
    expect(there()).toBe(content);
  });

  it.each(['open', 'write'] as const)('is not stuck after a server that fell silent at %s', async (place) => {
    await open(options);
    practice.fault(`sftp/${place}`, { kind: 'black-hole' });
    const id = await submit();
    const code = place === 'open' ? 'not-received' : 'sftp-incomplete';
    expect(await setup.until(id, 'failed')).toMatchObject({ error: { code, retry: 'now' } });
    good(await setup.service.retry(id));
    await setup.until(id, 'confirmed');
    expect(there()).toBe(content);
  });

  it.each(['sftp-opened', 'bytes:2', 'bytes:3'])(
    'finishes by itself what a program that ended at %s left',
    async (point) => {
      await open(options);
      const reached = Promise.withResolvers<void>();
      setup.onStep = (step) => {
        if (step === point) reached.resolve();
      };
      const id = await submit();
      await reached.promise;
      await setup.close();
      await open(options);
      await setup.until(id, 'confirmed');
      expect(there()).toBe(content);
    },
  );

  it('never touches another content under its name, however often it is tried', async () => {
    await open(options);
    // What somebody else put there, which begins as ours does.
    const other = `${content.slice(0, 300_000)}2,00006\n`;
    good(await setup.service.listFolders());
    await waitForTree();
    writeFileSync(path.join(outbox(), NAME), other);
    const id = await submit();
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(await setup.until(id, 'failed')).toMatchObject({ error: { code: 'sftp-name-taken' } });
      expect(there()).toBe(other);
      good(await setup.service.retry(id));
    }
  });
});

/** The exchange makes a user's folders when they first come in. */
async function waitForTree(): Promise<void> {
  const door = createSftp(practice.exchange.profile, {
    identity: async () => ok({ userName: SFTP_USER, privateKeys: [practice.privateKey] }),
  });
  const connection = good(
    (await door?.open(new AbortController().signal)) ?? { ok: false, error: { code: 'internal', retry: 'never' } },
  );
  good(await connection.look('/SD1/outbox'));
  connection.close();
  expect(existsSync(outbox())).toBe(true);
}

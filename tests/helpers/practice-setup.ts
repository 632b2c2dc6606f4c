import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PracticeExchange } from '../../main/practice/practice-exchange.ts';
import { type PracticeOptions, startPracticeExchange } from '../../main/practice/start-practice-exchange.ts';
import { practiceUsers } from '../../main/practice/users.ts';
import type { PracticeClient } from './practice-client.ts';

export interface PracticeSetup {
  readonly stateFolder: string;
  readonly exchange: PracticeExchange;
  close(): Promise<void>;
}

/** A practice exchange over a temporary folder, which goes with it. */
export async function setUpPractice(options: Partial<PracticeOptions> = {}): Promise<PracticeSetup> {
  const stateFolder = await mkdtemp(join(tmpdir(), 'practice-'));
  const exchange = await startPracticeExchange({ stateFolder, ...options });
  return {
    stateFolder,
    exchange,
    async close() {
      await exchange.close();
      await rm(stateFolder, { recursive: true, force: true });
    },
  };
}

/** The practice user of that ID. */
export function practiceUser(userId: string) {
  const user = practiceUsers.find((each) => each.userId === userId);
  if (!user) throw new Error(`no practice user ${userId}`);
  return user;
}

/** The digits of the newest mail to an address. */
export function newestOtp(exchange: PracticeExchange, address: string): string {
  const digits = /password is: (\d+)/.exec(exchange.control.mails(address)[0]?.text ?? '')?.[1];
  if (!digits) throw new Error(`no one-time password mailed to ${address}`);
  return digits;
}

/** Logs a practice user in completely. */
export function logInAs(exchange: PracticeExchange, client: PracticeClient, userId: string) {
  const user = practiceUser(userId);
  return client.logIn(user.realm, user, () => newestOtp(exchange, user.email ?? ''));
}

/** A submission request for the SD-1 folder; every member may be replaced, an empty text leaves a header out. */
export function submissionRequest(
  content: string,
  changes: { query?: Record<string, string>; headers?: Record<string, string>; key?: string } = {},
) {
  const digest = createHash('sha256').update(content).digest('base64');
  const query = new URLSearchParams({
    folderId: 'SD1',
    identity: 'SEHK Participant',
    participantCode: '01234',
    inputDate: '2026-05-22',
    fileName: 'SD_01234_20260522.csv',
    ...changes.query,
  });
  const headers = Object.fromEntries(
    Object.entries({
      'content-type': 'application/octet-stream',
      'content-length': String(Buffer.byteLength(content)),
      'idempotency-key': `"${changes.key ?? randomUUID()}"`,
      'content-digest': `sha-256=:${digest}:`,
      'x-journal-head': `7:${'ab'.repeat(32)}`,
      ...changes.headers,
    }).filter(([, value]) => value !== ''),
  );
  return { method: 'POST' as const, path: `/api/submissions/v1?${query}`, headers, body: content };
}

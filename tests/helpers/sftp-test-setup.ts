import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { SftpTestAccount } from '../../main/diagnostics/sftp/test-sftp.ts';
import type { Profile } from '../../main/profile/profile.ts';
import {
  type DiagnosticRun,
  type DiagnosticStage,
  diagnosticRunSchema,
  sftpTestStages,
} from '../../shared/contract/diagnostics.ts';
import { ok } from '../../shared/lib/result.ts';
import { beginDiagnostics, detailsOf, findings } from './diagnostics-setup.ts';
import { SFTP_USER, type SftpPractice } from './sftp-practice.ts';

/** Two upload folders of the practice exchange. */
export const testFolders = ['/SD1/outbox', '/HBCNERBN/outbox'];
const TIMEOUT_MS = 3_000;

/** What is other than at the practice exchange. */
export interface SftpTestChange {
  readonly sftp?: Partial<NonNullable<Profile['sftp']>>;
  readonly account?: Partial<SftpTestAccount>;
  readonly dns?: string;
  readonly timeoutMs?: number;
}

export function loginAs(userName: string, ...privateKeys: string[]): Partial<SftpTestAccount> {
  return { identity: async () => ok({ userName, privateKeys }) };
}

/** Begins the SFTP connection test of a practice exchange. */
export function beginSftpTest(
  practice: SftpPractice,
  { sftp, account, dns, timeoutMs = TIMEOUT_MS }: SftpTestChange,
  onStage?: (run: DiagnosticRun) => void,
) {
  const usual = practice.exchange.profile.sftp;
  if (!usual) throw new Error('the practice exchange has SFTP');
  const setup = {
    scope: 'sftp',
    timeoutMs,
    ...(dns !== undefined && { dns }),
    sftp: { ...usual, ...sftp },
    account: {
      ...loginAs(SFTP_USER, practice.privateKey),
      uploadFolders: () => ({ kind: 'named', paths: testFolders }),
      rename: true,
      fsync: true,
      ...account,
    } as SftpTestAccount,
  } as const;
  return beginDiagnostics(setup, onStage);
}

/** What was found at the primary server; the report is what the contract says, and names nobody. */
export async function testSftpOf(practice: SftpPractice, change: SftpTestChange = {}) {
  const run = await beginSftpTest(practice, change).report;
  expect(diagnosticRunSchema.parse(JSON.parse(JSON.stringify(run)))).toEqual(run);
  expect(JSON.stringify(run)).not.toContain(SFTP_USER);
  const details = (stage: DiagnosticStage) => detailsOf(run, stage, 'ecp-sftp');
  return { run, found: findings(run, 'ecp-sftp'), details };
}

/** What is found where all is well. */
export const allGood = [
  'name skipped is-address',
  'route passed direct-sftp',
  'tcp passed connected',
  'answer passed banner-seen',
  'exchange passed algorithms-agreed',
  'identity passed host-key-pinned',
  'login passed key-accepted',
  'offers passed offers-all',
  'folder passed folders-seen',
  'write passed written-and-read',
];

/** Nothing is tried behind a stage that failed. */
export function skippedAfter(lines: readonly string[]): string[] {
  return [...lines, ...sftpTestStages.slice(lines.length).map((stage) => `${stage} skipped earlier-failed`)];
}

/** All is well as far as this line. */
export function failingAt(line: string): string[] {
  const at = sftpTestStages.findIndex((stage) => line.startsWith(`${stage} `));
  return skippedAfter([...allGood.slice(0, at), line]);
}

/** Hidden files in the tree of the practice exchange. */
export function leftBehind(practice: SftpPractice): string[] {
  const tree = path.join(practice.stateFolder, 'sftp', Buffer.from(SFTP_USER).toString('hex'));
  const entries = readdirSync(tree, { recursive: true, withFileTypes: true });
  return entries.filter((each) => each.isFile() && each.name.startsWith('.')).map(({ name }) => name);
}

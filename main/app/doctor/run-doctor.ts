import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { DiagnosticRun, DiagnosticScope } from '../../../shared/contract/diagnostics.ts';
import { appError } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { createDiagnostics } from '../../diagnostics/create-diagnostics.ts';
import { createNameService } from '../../diagnostics/names/create-name-service.ts';
import type { Profile } from '../../profile/profile.ts';
import { createSftpProbe } from '../../transfer/probe/create-sftp-probe.ts';
import { readProfileFile } from '../read-profile-file.ts';
import { type SpawnPractice, startPractice } from '../start-practice.ts';
import { systemClock } from '../system-clock.ts';
import { type AccountOptions, openTestAccount } from './test-account.ts';

export interface DoctorOptions extends AccountOptions {
  readonly version: string;
  /** Of the profile, absolute; null: a practice exchange is started for the check. */
  readonly profileFile: string | null;
  /** Null where the practice exchange is not part of the program. */
  readonly spawnPractice: SpawnPractice | null;
  /** `sftp`: the connection test, as far as a hidden file that is written and removed. */
  readonly scope: DiagnosticScope;
  /** Of each stage. */
  readonly timeoutMs: number;
  /** A DNS server; null: those of this PC. */
  readonly dns: string | null;
  /** Ends the check early, with what was found so far. */
  readonly signal: AbortSignal;
}

interface FoundProfile {
  readonly profile: Profile;
  close(): Promise<void>;
}

async function findProfile({ profileFile, spawnPractice }: DoctorOptions): Promise<Result<FoundProfile>> {
  if (profileFile !== null) {
    const profile = await readProfileFile(profileFile);
    return profile.ok ? ok({ profile: profile.value, close: async () => undefined }) : profile;
  }
  if (spawnPractice === null) return err(appError('practice-unavailable'));
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-doctor-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  const started = await startPractice(spawnPractice, folder);
  if (!started.ok) {
    await removeFolder();
    return started;
  }
  const { profile, stop } = started.value;
  const close = async () => {
    stop();
    await removeFolder();
  };
  return ok({ profile, close });
}

async function check(options: DoctorOptions, profile: Profile): Promise<Result<DiagnosticRun>> {
  const { version, scope, timeoutMs, dns, signal } = options;
  if (scope === 'sftp' && !profile.sftp) return err(appError('sftp-unavailable'));
  const account = await openTestAccount(profile, options);
  if (!account) return err(appError('sftp-key-unreadable'));
  const diagnostics = createDiagnostics({
    profile,
    version,
    clock: systemClock,
    names: createNameService(dns === null ? null : [dns]),
    environment: process.env,
    probe: createSftpProbe(),
    account,
  });
  const running = diagnostics.start({ timeoutMs, scope }, () => undefined);
  if (signal.aborted) running.cancel();
  signal.addEventListener('abort', running.cancel, { once: true });
  return ok(await running.report);
}

/**
 * The connectivity check without a window and without logging in, on the profile's servers or on a practice exchange of its own. Errors:
 * `profile-invalid`, `practice-unavailable`, `sftp-unavailable`, `sftp-key-unreadable` (a key file with a passphrase, or none).
 */
export async function runDoctor(options: DoctorOptions): Promise<Result<DiagnosticRun>> {
  const found = await findProfile(options);
  if (!found.ok) return found;
  try {
    return await check(options, found.value.profile);
  } finally {
    await found.value.close();
  }
}

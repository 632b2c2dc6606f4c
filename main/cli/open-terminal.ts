import { setTimeout as delay } from 'node:timers/promises';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { type ControlConnection, connectControl } from '../app/control/connect-control.ts';
import { exchangeFingerprint } from '../app/exchange-fingerprint.ts';
import { readProfileFile } from '../app/read-profile-file.ts';
import { folderOf, startTerminal } from '../app/start-terminal.ts';
import type { CliHost } from './host.ts';
import { ownTerminal, runningTerminal, type Terminal } from './terminal.ts';

export interface OpenOptions {
  readonly host: CliHost;
  /** Absolute; null: the practice exchange. */
  readonly profileFile: string | null;
  readonly dataFolder: string | null;
  /** Ends the waiting for another program. */
  readonly signal: AbortSignal;
  /** Told once, when there is something to wait for. */
  readonly onWait: () => void;
}

interface Place {
  readonly dataFolder: string;
  /** Which exchange is meant; null: any practice exchange. */
  readonly exchange: string | null;
}

async function placeOf({ profileFile, dataFolder }: OpenOptions): Promise<Result<Place>> {
  if (profileFile === null) return ok({ dataFolder: folderOf({ dataFolder }, 'practice'), exchange: null });
  const profile = await readProfileFile(profileFile);
  if (!profile.ok) return profile;
  return ok({
    dataFolder: folderOf({ dataFolder }, profile.value.id),
    exchange: exchangeFingerprint(profile.value),
  });
}

/** A terminal that speaks to another exchange than was asked for must not get the file. */
function isMeant({ greeting }: ControlConnection, { exchange }: Place): boolean {
  return exchange === null ? greeting.profile.kind === 'practice' : greeting.exchange === exchange;
}

async function connectTo(place: Place): Promise<Result<Terminal> | null> {
  const connection = await connectControl(place.dataFolder);
  if (!connection) return null;
  if (isMeant(connection, place)) return ok(runningTerminal(connection));
  connection.close();
  return err(appError('profile-invalid', { details: { member: 'profile of the running terminal' } }));
}

/** A command does what it was told and nothing beside: what an earlier program left open is that one's, or the terminal's. */
async function start({ host, profileFile, dataFolder }: OpenOptions): Promise<Result<Terminal>> {
  const { spawnPractice } = host;
  if (profileFile === null && spawnPractice === null) return err(appError('practice-unavailable'));
  const started = await startTerminal({
    ...host,
    host: 'cli',
    profileFile,
    dataFolder,
    resumes: false,
    spawnPractice: spawnPractice ?? neverStarted,
  });
  return started.ok ? ok(ownTerminal(started.value)) : started;
}

function neverStarted(): never {
  throw new Error('no practice exchange was asked for');
}

const PAUSE_MS = 250;

/**
 * Opens what the command works with: a terminal that runs on the data folder, or the program itself. While another command holds the
 * folder it waits, until the signal is raised (`ledger-in-use`).
 */
export async function openTerminal(options: OpenOptions): Promise<Result<Terminal>> {
  const place = await placeOf(options);
  if (!place.ok) return place;
  for (let attempt = 0; ; attempt += 1) {
    const running = await connectTo(place.value);
    if (running) return running;
    const own = await start(options);
    if (own.ok || own.error.code !== 'ledger-in-use' || options.signal.aborted) return own;
    if (attempt === 0) options.onWait();
    await delay(PAUSE_MS, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { openKeychainCredentialStore } from '../credentials/keychain-credential-store.ts';
import { createUndiciHttp } from '../http/undici-http.ts';
import type { Profile } from '../profile/profile.ts';
import { readProfile } from '../profile/read-profile.ts';
import type { App } from './app.ts';
import { createApp } from './create-app.ts';
import { dataFolderFor } from './data-folder.ts';
import type { SpawnCard } from './fork-card.ts';
import { type SpawnPractice, startPractice } from './start-practice.ts';
import { systemClock } from './system-clock.ts';

export interface StartOptions {
  readonly host: 'electron' | 'web';
  readonly version: string;
  /** A connection profile; null starts the practice exchange and takes its profile. */
  readonly profileFile: string | null;
  /** Null: the platform's own place for this profile. */
  readonly dataFolder: string | null;
  /** A PKCS#11 module for the practice exchange, e.g. of SoftHSM2; any other profile names its own (`profile-invalid` otherwise). */
  readonly cardModule?: string | null;
  readonly spawnPractice: SpawnPractice;
  readonly spawnCard?: SpawnCard;
  readonly openExternal?: (url: string) => Promise<void>;
  readonly chooseFolder?: () => Promise<string | null>;
  /** The root of the local folders; null or absent: as the operator chose. */
  readonly filesRoot?: string | null;
}

export interface StartedTerminal {
  readonly app: App;
  readonly profile: Profile;
  stop(): Promise<void>;
}

interface FoundProfile {
  readonly profile: Profile;
  readonly stopPractice: () => void;
}

function folderOf(options: StartOptions, profileId: string): string {
  return path.resolve(options.dataFolder ?? dataFolderFor(process.platform, process.env, profileId));
}

/** The practice exchange knows nothing of this PC's readers, so its profile gets the module from whoever starts it. */
function withCardModule(profile: Profile, modulePath: string | null): Profile {
  if (modulePath === null) return profile;
  return { ...profile, smartCard: { modulePath: path.resolve(modulePath), sha256: null, tokenLabel: null } };
}

async function findProfile(options: StartOptions): Promise<Result<FoundProfile>> {
  if (options.profileFile === null) {
    const started = await startPractice(options.spawnPractice, path.join(folderOf(options, 'practice'), 'exchange'));
    if (!started.ok) return started;
    const profile = withCardModule(started.value.profile, options.cardModule ?? null);
    return ok({ profile, stopPractice: started.value.stop });
  }
  if (options.cardModule) return err(appError('profile-invalid', { details: { member: 'card-module' } }));
  let text: string;
  try {
    text = await readFile(options.profileFile, 'utf8');
  } catch {
    // absent or unreadable is the same to the person who named it
    return err(appError('profile-invalid', { details: { member: 'file' } }));
  }
  const profile = readProfile(text);
  if (!profile.ok) return profile;
  if (options.host === 'web' && profile.value.kind === 'production') {
    return err(appError('profile-invalid', { details: { member: 'kind' } }));
  }
  return ok({ profile: profile.value, stopPractice: () => undefined });
}

/**
 * Starts everything that a host needs: the profile (from a file, or from a practice exchange that is started for it), the real
 * adapters and the app. The web host is refused a production profile (`profile-invalid`, member `kind`).
 */
export async function startTerminal(options: StartOptions): Promise<Result<StartedTerminal>> {
  const found = await findProfile(options);
  if (!found.ok) return found;
  const { profile, stopPractice } = found.value;
  const http = createUndiciHttp({ caCertificates: profile.caCertificates });
  const app = await createApp(
    {
      dataFolder: folderOf(options, profile.id),
      profile,
      host: options.host,
      version: options.version,
      filesRoot: options.filesRoot ?? null,
    },
    {
      clock: systemClock,
      http,
      credentials: await openKeychainCredentialStore(profile),
      ...(options.spawnCard ? { spawnCard: options.spawnCard } : {}),
      ...(options.openExternal ? { openExternal: options.openExternal } : {}),
      ...(options.chooseFolder ? { chooseFolder: options.chooseFolder } : {}),
    },
  );
  if (!app.ok) {
    await http.close();
    stopPractice();
    return app;
  }
  const stop = async () => {
    await app.value.close();
    await http.close();
    stopPractice();
  };
  return ok({ app: app.value, profile, stop });
}

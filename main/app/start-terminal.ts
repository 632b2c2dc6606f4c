import path from 'node:path';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { CredentialStore } from '../credentials/credential-store.ts';
import { openKeychainCredentialStore } from '../credentials/keychain-credential-store.ts';
import { createUndiciHttp } from '../http/undici-http.ts';
import type { FileManager } from '../local-folders/show-place.ts';
import type { Profile } from '../profile/profile.ts';
import type { App } from './app.ts';
import { type ControlServer, serveControl } from './control/serve-control.ts';
import { createApp } from './create-app.ts';
import { dataFolderFor } from './data-folder.ts';
import type { SpawnCard } from './fork-card.ts';
import { prepareDataFolder } from './prepare-data-folder.ts';
import { readProfileFile } from './read-profile-file.ts';
import { type SpawnPractice, startPractice } from './start-practice.ts';
import { systemClock } from './system-clock.ts';

export interface StartOptions {
  readonly host: 'electron' | 'web' | 'cli';
  /** False: started from the source, where a production profile is refused; the preview refuses it always. Not given: installed. */
  readonly isInstalled?: boolean;
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
  readonly fileManager?: FileManager;
  /** The root of the local folders; null or absent: as the operator chose. */
  readonly filesRoot?: string | null;
  /** See `AppConfig`. */
  readonly resumes?: boolean;
  /** Opens the place for secrets; not given: the keychain of the operating system. */
  readonly openCredentials?: (profile: Profile) => Promise<CredentialStore>;
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

/** The data folder, absolute. */
export function folderOf(options: Pick<StartOptions, 'dataFolder'>, profileId: string): string {
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
  const profile = await readProfileFile(options.profileFile);
  if (!profile.ok) return profile;
  const isInstalled = options.host !== 'web' && (options.isInstalled ?? true);
  if (!isInstalled && profile.value.kind === 'production') {
    return err(appError('profile-invalid', { details: { member: 'kind' } }));
  }
  return ok({ profile: profile.value, stopPractice: () => undefined });
}

/** A terminal that stays takes the calls of commands; a command itself does not, for it ends when its own work is done. */
async function openToCommands(
  { host, version }: StartOptions,
  terminal: { readonly app: App; readonly dataFolder: string; readonly profile: Profile },
): Promise<ControlServer | null> {
  if (host === 'cli') return null;
  return serveControl({ ...terminal, version });
}

/**
 * Starts everything that a host needs: the profile (from a file, or from a practice exchange that is started for it), the real
 * adapters and the app, which commands may reach as long as it runs. A data folder that cannot be written is `local-folder-unusable`. The
 * web host is refused a production profile (`profile-invalid`, member `kind`).
 */
export async function startTerminal(options: StartOptions): Promise<Result<StartedTerminal>> {
  const found = await findProfile(options);
  if (!found.ok) return found;
  const { profile, stopPractice } = found.value;
  const dataFolder = folderOf(options, profile.id);
  const prepared = await prepareDataFolder(dataFolder);
  if (!prepared.ok) {
    stopPractice();
    return prepared;
  }
  const http = createUndiciHttp({ caCertificates: profile.caCertificates });
  const app = await createApp(
    {
      dataFolder,
      profile,
      host: options.host,
      version: options.version,
      filesRoot: options.filesRoot ?? null,
      resumes: options.resumes ?? true,
    },
    {
      clock: systemClock,
      http,
      credentials: await (options.openCredentials ?? openKeychainCredentialStore)(profile),
      ...(options.spawnCard ? { spawnCard: options.spawnCard } : {}),
      ...(options.openExternal ? { openExternal: options.openExternal } : {}),
      ...(options.chooseFolder ? { chooseFolder: options.chooseFolder } : {}),
      ...(options.fileManager ? { fileManager: options.fileManager } : {}),
    },
  );
  if (!app.ok) {
    await http.close();
    stopPractice();
    return app;
  }
  const control = await openToCommands(options, { app: app.value, dataFolder, profile });
  const stop = async () => {
    await control?.close();
    await app.value.close();
    await http.close();
    stopPractice();
  };
  return ok({ app: app.value, profile, stop });
}

import { randomUUID } from 'node:crypto';
import { type AppError, appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { Profile } from '../profile/profile.ts';
import type { CredentialStore } from './credential-store.ts';
import { type KeychainTrouble, keychainTrouble, withinDeadline } from './keychain-trouble.ts';
import { packValue, unpackValue } from './packed-value.ts';
import { unavailableCredentialStore } from './unavailable-credential-store.ts';

/** The part of keytar that is used. */
export interface Keychain {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

export interface KeychainOptions {
  /** Loads the native part, which may be missing on this PC. */
  readonly load?: () => Promise<Keychain>;
  readonly platform?: NodeJS.Platform;
  /** How long one question to the keychain may take, in ms; it may be waiting for a person to unlock it. */
  readonly deadlineMs?: number;
}

const backends: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  win32: 'Windows Credential Manager',
  darwin: 'macOS Keychain',
  linux: 'Secret Service',
};

async function loadKeytar(): Promise<Keychain> {
  const { default: keytar } = await import('keytar');
  return keytar;
}

async function probe(keychain: Keychain, service: string): Promise<KeychainTrouble | null> {
  // Another window of this program may be probing too: each has an entry of its own.
  const account = `probe-${randomUUID()}`;
  const value = randomUUID();
  await keychain.setPassword(service, account, value);
  const read = await keychain.getPassword(service, account);
  const removed = await keychain.deletePassword(service, account);
  return read === value && removed ? null : 'failed';
}

function unavailable(reason: KeychainTrouble): AppError {
  return appError('keychain-unavailable', { details: { reason } });
}

function openStore(
  keychain: Keychain,
  place: { service: string; backend: string; deadlineMs: number },
): CredentialStore {
  const { service, backend, deadlineMs } = place;
  async function ask<T>(question: () => Promise<T>): Promise<Result<T>> {
    try {
      return ok(await withinDeadline(question, deadlineMs));
    } catch (failure) {
      return err(unavailable(keychainTrouble(failure)));
    }
  }
  return {
    state: () => ({ kind: 'available', backend }),
    read: async (name) => {
      const stored = await ask(() => keychain.getPassword(service, name));
      return stored.ok ? ok(stored.value === null ? null : unpackValue(backend, stored.value)) : stored;
    },
    write: async (name, value) => {
      const packed = packValue(backend, value);
      if (!packed.ok) return packed;
      const written = await ask(() => keychain.setPassword(service, name, packed.value));
      return written.ok ? ok(null) : written;
    },
    remove: async (name) => {
      const removed = await ask(() => keychain.deletePassword(service, name));
      return removed.ok ? ok(null) : removed;
    },
  };
}

/**
 * Opens the keychain of the operating system for a profile. A probe value is written, read and deleted; when any of it
 * fails, or the profile forbids keeping anything, the store that comes back keeps nothing and says why. There is no
 * fallback to a file.
 */
export async function openKeychainCredentialStore(
  profile: Pick<Profile, 'id' | 'keepCredentials'>,
  options: KeychainOptions = {},
): Promise<CredentialStore> {
  if (!profile.keepCredentials) return unavailableCredentialStore('forbidden');
  const { load = loadKeytar, platform = process.platform, deadlineMs = 5_000 } = options;
  const backend = backends[platform];
  if (backend === undefined) return unavailableCredentialStore('missing');
  let keychain: Keychain;
  try {
    keychain = await load();
  } catch {
    // The native part does not load here (no libsecret, another processor): there is no keychain.
    return unavailableCredentialStore('missing');
  }
  const service = `CCMS Terminal (${profile.id})`;
  try {
    const trouble = await withinDeadline(() => probe(keychain, service), deadlineMs);
    return trouble === null
      ? openStore(keychain, { service, backend, deadlineMs })
      : unavailableCredentialStore(trouble);
  } catch (failure) {
    return unavailableCredentialStore(keychainTrouble(failure));
  }
}

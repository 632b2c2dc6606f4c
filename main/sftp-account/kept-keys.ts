import { createPrivateKey, type KeyObject, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { CredentialStore, SftpKeyPart, SftpKeySlot } from '../credentials/credential-store.ts';

const slots = [1, 2, 3, 4] as const satisfies readonly SftpKeySlot[];
const partNumbers = [1, 2, 3, 4] as const satisfies readonly SftpKeyPart[];
/** Under the keychain's 1,200 units with the line before it. */
const PART_UNITS = 1_100;

const keptSchema = z.strictObject({
  keyId: z.string(),
  userName: z.string(),
  madeAt: z.number(),
  expiresAt: z.number().nullable(),
  /** PKCS #8, DER, base64. */
  privateKey: z.string(),
});

/** A private key of this PC. Times in ms since 1970. */
export interface KeptKey {
  readonly keyId: string;
  readonly userName: string;
  readonly madeAt: number;
  readonly expiresAt: number | null;
  readonly key: KeyObject;
}

/** The private keys of this PC: in its keychain, or in memory where it has none. */
export interface KeptKeys {
  readonly where: 'keychain' | 'session';
  /** Newest first. */
  list(): Promise<Result<readonly KeptKey[]>>;
  /** `sftp-keys-full` when four are kept. */
  add(kept: Omit<KeptKey, 'keyId'>): Promise<Result<null>>;
  remove(keyId: string): Promise<Result<null>>;
}

const nameOf = (slot: SftpKeySlot, part: SftpKeyPart) => `sftp-key-${slot}-${part}` as const;

function newestFirst(keys: readonly KeptKey[]): readonly KeptKey[] {
  return keys.toSorted((a, b) => b.madeAt - a.madeAt);
}

/** A key with its id. The exchange's clock is known to the second only and may seem to go back: a later key is never older. */
function named(kept: Omit<KeptKey, 'keyId'>, others: readonly KeptKey[]): KeptKey {
  const newest = Math.max(0, ...others.map(({ madeAt }) => madeAt));
  return { ...kept, madeAt: Math.max(kept.madeAt, newest + 1), keyId: randomUUID() };
}

function toText({ key, ...rest }: KeptKey): string {
  const der = key.export({ type: 'pkcs8', format: 'der' });
  return JSON.stringify({ ...rest, privateKey: der.toString('base64') });
}

function fromText(text: string): KeptKey | null {
  try {
    const { privateKey, ...rest } = keptSchema.parse(JSON.parse(text));
    const der = Buffer.from(privateKey, 'base64');
    return { ...rest, key: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) };
  } catch {
    // Damaged or foreign is as good as absent; the error could quote the key.
    return null;
  }
}

/** A part says which writing it belongs to, its number and how many there are. */
const partPattern = /^([0-9a-f-]{36}) ([1-4])\/([1-4])\n([\s\S]*)$/;

async function readSlot(credentials: CredentialStore, slot: SftpKeySlot): Promise<Result<KeptKey | null>> {
  let text = '';
  let writing: string | null = null;
  for (const part of partNumbers) {
    const stored = await credentials.read(nameOf(slot, part));
    if (!stored.ok) return stored;
    const [, id = '', number, count, piece = ''] = partPattern.exec(stored.value ?? '') ?? [];
    // A part that is missing or of another writing: the key was never whole, or is no more.
    if (Number(number) !== part || (writing !== null && id !== writing)) return ok(null);
    writing = id;
    text += piece;
    if (part === Number(count)) return ok(fromText(text));
  }
  return ok(null);
}

/** Removes all parts, the first one first: without it there is no key, whatever else is left. */
async function clearSlot(credentials: CredentialStore, slot: SftpKeySlot): Promise<Result<null>> {
  for (const part of partNumbers) {
    const removed = await credentials.remove(nameOf(slot, part));
    if (!removed.ok) return removed;
  }
  return ok(null);
}

/** Writes the parts, the first one last. What fails half-way is taken away again. */
async function writeSlot(credentials: CredentialStore, slot: SftpKeySlot, kept: KeptKey): Promise<Result<null>> {
  const pieces = toText(kept).match(new RegExp(`.{1,${PART_UNITS}}`, 'g')) ?? [];
  const count = pieces.length;
  const writing = randomUUID();
  if (count > partNumbers.length) return err(appError('sftp-key-unreadable'));
  const cleared = await clearSlot(credentials, slot);
  if (!cleared.ok) return cleared;
  for (const part of partNumbers.slice(0, count).toReversed()) {
    const piece = `${writing} ${part}/${count}\n${pieces[part - 1] ?? ''}`;
    const written = await credentials.write(nameOf(slot, part), piece);
    if (!written.ok) {
      await clearSlot(credentials, slot);
      return written;
    }
  }
  return ok(null);
}

type SlotContent = readonly [slot: SftpKeySlot, kept: KeptKey | null];

function keysInKeychain(credentials: CredentialStore): KeptKeys {
  async function readAll(): Promise<Result<readonly SlotContent[]>> {
    const found: SlotContent[] = [];
    for (const slot of slots) {
      const kept = await readSlot(credentials, slot);
      if (!kept.ok) return kept;
      found.push([slot, kept.value]);
    }
    return ok(found);
  }
  return {
    where: 'keychain',
    async list() {
      const all = await readAll();
      return all.ok ? ok(newestFirst(all.value.flatMap(([, kept]) => kept ?? []))) : all;
    },
    async add(kept) {
      const all = await readAll();
      if (!all.ok) return all;
      const free = all.value.find(([, content]) => content === null)?.[0];
      if (free === undefined) return err(appError('sftp-keys-full'));
      const others = all.value.flatMap(([, other]) => other ?? []);
      return writeSlot(credentials, free, named(kept, others));
    },
    async remove(keyId) {
      const all = await readAll();
      if (!all.ok) return all;
      const slot = all.value.find(([, content]) => content?.keyId === keyId)?.[0];
      return slot === undefined ? err(appError('sftp-key-missing')) : clearSlot(credentials, slot);
    },
  };
}

function keysInMemory(): KeptKeys {
  const keys: KeptKey[] = [];
  return {
    where: 'session',
    list: async () => ok(newestFirst(keys)),
    async add(kept) {
      if (keys.length >= slots.length) return err(appError('sftp-keys-full'));
      keys.push(named(kept, keys));
      return ok(null);
    },
    async remove(keyId) {
      const at = keys.findIndex((kept) => kept.keyId === keyId);
      if (at === -1) return err(appError('sftp-key-missing'));
      keys.splice(at, 1);
      return ok(null);
    },
  };
}

/** Opens the keys of this PC: in the keychain; where there is none, in memory until the program ends. Never in a file. */
export function openKeptKeys(credentials: CredentialStore): KeptKeys {
  return credentials.state().kind === 'available' ? keysInKeychain(credentials) : keysInMemory();
}

import { expect, it } from 'vitest';
import type { CredentialStore } from '../../../../main/credentials/credential-store.ts';
import { packValue } from '../../../../main/credentials/packed-value.ts';
import { unavailableCredentialStore } from '../../../../main/credentials/unavailable-credential-store.ts';
import { openKeptKeys } from '../../../../main/sftp-account/kept-keys.ts';
import { makePrivateKey } from '../../../../main/sftp-account/make-private-key.ts';
import { appError } from '../../../../shared/contract/errors.ts';
import { err } from '../../../../shared/lib/result.ts';
import { memoryCredentials } from '../../../helpers/memory-credentials.ts';

const owner = { userName: 'chan@firm.example', expiresAt: null };
const long = await makePrivateKey('rsa-4096');

async function madeAt(credentials: CredentialStore): Promise<readonly number[]> {
  const found = await openKeptKeys(credentials).list();
  if (!found.ok) throw new Error(found.error.code);
  return found.value.map((kept) => kept.madeAt);
}

it('keeps four keys, the last made first though the clock seemed to go back, each part short enough for the keychain', async () => {
  const kept = new Map<string, string>();
  const credentials = memoryCredentials(kept);
  const keys = openKeptKeys(credentials);
  for (const time of [1, 4, 2, 3]) expect((await keys.add({ ...owner, key: long, madeAt: time })).ok).toBe(true);
  expect(await madeAt(credentials)).toEqual([6, 5, 4, 1]);
  const fifth = await keys.add({ ...owner, key: long, madeAt: 5 });
  expect(fifth).toMatchObject({ ok: false, error: { code: 'sftp-keys-full' } });
  for (const value of kept.values()) expect(packValue('Windows Credential Manager', value).ok).toBe(true);
  const found = await keys.list();
  expect(found.ok && found.value[0]?.key.equals(long)).toBe(true);
});

it('takes a key with any part missing, of another writing, or damaged for absent', async () => {
  const kept = new Map<string, string>();
  const credentials = memoryCredentials(kept);
  await openKeptKeys(credentials).add({ ...owner, key: long, madeAt: 1 });
  const whole = new Map(kept);
  expect(whole.size).toBe(3);
  for (const [name, value] of whole) {
    const spoilt = [null, '', value.slice(0, -1), value.replace(/^./, (sign) => (sign === '0' ? '1' : '0')), 'x'];
    for (const other of spoilt) {
      if (other === null) kept.delete(name);
      else kept.set(name, other);
      expect(await madeAt(credentials), `${name}: ${String(other).slice(0, 8)}`).toEqual([]);
      kept.set(name, value);
    }
  }
  expect(await madeAt(credentials)).toEqual([1]);
});

it('leaves nothing behind when the keychain fails half-way, and takes all parts away together', async () => {
  const kept = new Map<string, string>();
  const sound = memoryCredentials(kept);
  for (let writes = 0; writes < 3; writes += 1) {
    let done = 0;
    const failing: CredentialStore = {
      ...sound,
      write: async (name, value) => {
        done += 1;
        return done > writes ? err(appError('keychain-unavailable')) : sound.write(name, value);
      },
    };
    const added = await openKeptKeys(failing).add({ ...owner, key: long, madeAt: 1 });
    expect(added).toMatchObject({ ok: false, error: { code: 'keychain-unavailable' } });
    expect(kept.size).toBe(0);
  }
  const keys = openKeptKeys(sound);
  await keys.add({ ...owner, key: long, madeAt: 1 });
  const found = await keys.list();
  await keys.remove((found.ok && found.value[0]?.keyId) || '');
  expect(kept.size).toBe(0);
  expect(await keys.remove('no such key')).toMatchObject({ ok: false, error: { code: 'sftp-key-missing' } });
});

it('keeps keys until the program ends where there is no keychain', async () => {
  const keys = openKeptKeys(unavailableCredentialStore('missing'));
  expect(keys.where).toBe('session');
  await keys.add({ ...owner, key: long, madeAt: 1 });
  await keys.add({ ...owner, key: long, madeAt: 1 });
  const found = await keys.list();
  expect(found.ok && found.value.length).toBe(2);
  await keys.remove((found.ok && found.value[0]?.keyId) || '');
  expect(await keys.list()).toMatchObject({ ok: true, value: [{ madeAt: 1 }] });
  expect(await madeAt(unavailableCredentialStore('missing'))).toEqual([]);
});

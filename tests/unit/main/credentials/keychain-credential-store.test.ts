import { describe, expect, test } from 'vitest';
import { type Keychain, openKeychainCredentialStore } from '../../../../main/credentials/keychain-credential-store.ts';

const profile = { id: 'test', keepCredentials: true };

/** A keychain in memory; its entries can be looked at and spoilt. */
function memoryKeychain(): Keychain & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>();
  const key = (service: string, account: string) => `${service}/${account}`;
  return {
    entries,
    getPassword: async (service, account) => entries.get(key(service, account)) ?? null,
    setPassword: async (service, account, password) => void entries.set(key(service, account), password),
    deletePassword: async (service, account) => entries.delete(key(service, account)),
  };
}

function open(keychain: Keychain, platform: NodeJS.Platform = 'linux') {
  return openKeychainCredentialStore(profile, { load: async () => keychain, platform, deadlineMs: 100 });
}

describe('openKeychainCredentialStore', () => {
  test('asks nothing when the profile forbids keeping', async () => {
    const load = () => Promise.reject(new Error('was loaded'));
    const store = await openKeychainCredentialStore({ ...profile, keepCredentials: false }, { load });
    expect(store.state()).toEqual({ kind: 'unavailable', reason: 'forbidden' });
    expect(await store.read('device-key')).toMatchObject({ ok: false, error: { code: 'keychain-unavailable' } });
  });

  test('the probe leaves nothing behind', async () => {
    const keychain = memoryKeychain();
    expect((await open(keychain)).state()).toEqual({ kind: 'available', backend: 'Secret Service' });
    expect(keychain.entries.size).toBe(0);
  });

  test.each<[string, Partial<Keychain>, string]>([
    ['throws', { setPassword: () => Promise.reject(new Error('boom')) }, 'failed'],
    ['throws no error', { setPassword: () => Promise.reject('boom') }, 'failed'],
    ['forgets', { getPassword: async () => null }, 'failed'],
    ['gives something else', { getPassword: async () => 'x' }, 'failed'],
    ['cannot delete', { deletePassword: async () => false }, 'failed'],
    ['waits for a person for ever', { setPassword: () => new Promise(() => undefined) }, 'locked'],
    [
      'is locked',
      { setPassword: () => Promise.reject(new Error('Cannot create an item in a locked collection')) },
      'locked',
    ],
    ['was dismissed', { getPassword: () => Promise.reject(new Error('Prompt was dismissed')) }, 'locked'],
    [
      'has no bus',
      { setPassword: () => Promise.reject(new Error('Cannot autolaunch D-Bus without X11 $DISPLAY')) },
      'missing',
    ],
  ])('a keychain that %s is unavailable', async (_title, part, reason) => {
    expect((await open({ ...memoryKeychain(), ...part })).state()).toEqual({ kind: 'unavailable', reason });
  });

  test('a native part that does not load is a missing keychain', async () => {
    const load = () => Promise.reject(new Error('libsecret-1.so.0: cannot open shared object file'));
    const store = await openKeychainCredentialStore(profile, { load });
    expect(store.state()).toEqual({ kind: 'unavailable', reason: 'missing' });
  });

  test('a platform that is not known has none', async () => {
    expect((await open(memoryKeychain(), 'aix')).state()).toEqual({ kind: 'unavailable', reason: 'missing' });
  });

  test('what another backend or program wrote, or what is damaged, is absent', async () => {
    const keychain = memoryKeychain();
    const store = await open(keychain);
    await store.write('device-key', 'value');
    const [[key, stored] = ['', '']] = keychain.entries;
    const onWindows = await open(keychain, 'win32');
    expect(await store.read('device-key')).toEqual({ ok: true, value: 'value' });
    expect(await onWindows.read('device-key')).toEqual({ ok: true, value: null });
    for (const spoilt of ['', 'value', stored.slice(1), stored.replace(':1:', ':2:')]) {
      keychain.entries.set(key, spoilt);
      expect(await store.read('device-key')).toEqual({ ok: true, value: null });
    }
  });

  test('fails later, question by question, and says why without quoting', async () => {
    const keychain = memoryKeychain();
    const store = await open(keychain);
    keychain.getPassword = () => Promise.reject(new Error('canary is locked'));
    keychain.setPassword = () => new Promise(() => undefined);
    const answers = [await store.read('device-key'), await store.write('device-key', 'canary')];
    expect(answers).toMatchObject([
      { ok: false, error: { code: 'keychain-unavailable', details: { reason: 'locked' } } },
      { ok: false, error: { code: 'keychain-unavailable', details: { reason: 'locked' } } },
    ]);
    expect(JSON.stringify(answers)).not.toContain('canary');
  });

  test.each([0, 1, 1_199, 1_200, 1_201, 4_096])('a value of %i units is kept whole or refused', async (length) => {
    const keychain = memoryKeychain();
    const store = await open(keychain);
    const value = 'a'.repeat(length);
    const written = await store.write('user-id-ecp', value);
    expect(written.ok).toBe(length <= 1_200);
    expect(await store.read('user-id-ecp')).toEqual({ ok: true, value: written.ok ? value : null });
    for (const stored of keychain.entries.values()) expect(stored.length).toBeLessThan(1_280);
  });
});

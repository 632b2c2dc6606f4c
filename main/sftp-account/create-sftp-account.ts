import type { KeyObject } from 'node:crypto';
import { appError } from '../../shared/contract/errors.ts';
import type { SftpAccountView } from '../../shared/contract/sftp-account.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { type AccountView, createAccountView, type SftpAccountParts } from './account-view.ts';
import type { Question, RegisteredAccount } from './ask-exchange.ts';
import { publicHalf } from './describe-key.ts';
import { type KeptKey, type KeptKeys, openKeptKeys } from './kept-keys.ts';
import { makePrivateKey } from './make-private-key.ts';
import { privateKeyText } from './private-key-text.ts';
import { publicKeyText } from './public-key-text.ts';
import { readPrivateKey } from './read-private-key.ts';
import type { SftpAccount, SftpIdentity } from './sftp-account.ts';

async function readIdentity(keys: KeptKeys, account: AccountView): Promise<Result<SftpIdentity>> {
  const all = await keys.list();
  if (!all.ok) return all;
  const present = account.userOf(all.value);
  const hasKeys = all.value.some((kept) => kept.userName === present);
  // A machine user's files go on while somebody else is logged in to the web pages.
  const userName = hasKeys ? present : (all.value[0]?.userName ?? null);
  if (userName === null) return err(appError('sftp-key-missing'));
  const own = all.value.filter((kept) => kept.userName === userName);
  const usable = own.filter((kept) => account.show(kept).expiry !== 'expired');
  if (usable.length === 0) return err(appError('sftp-key-expired'));
  return ok({ userName, privateKeys: usable.map(({ key }) => privateKeyText(key)) });
}

async function findKey(keys: KeptKeys, keyId: string): Promise<Result<KeptKey>> {
  const all = await keys.list();
  if (!all.ok) return all;
  const kept = all.value.find((each) => each.keyId === keyId);
  return kept ? ok(kept) : err(appError('sftp-key-missing'));
}

/** The same key twice would be offered twice, and removing one would leave the other. */
async function addNew(keys: KeptKeys, kept: Omit<KeptKey, 'keyId'>): Promise<Result<null>> {
  const all = await keys.list();
  if (!all.ok) return all;
  const { fingerprint } = publicHalf(kept);
  const isKnown = all.value.some((each) => publicHalf(each).fingerprint === fingerprint);
  return isKnown ? err(appError('sftp-key-known')) : keys.add(kept);
}

function publicText(kept: KeptKey, form: 'openssh' | 'rfc4716'): string {
  const { algorithm, blob } = publicHalf(kept);
  return publicKeyText({ algorithm, blob, comment: kept.userName }, form);
}

/** The account of this PC at the SFTP server. */
export function createSftpAccount(parts: SftpAccountParts): SftpAccount {
  const keys = openKeptKeys(parts.credentials);
  const account = createAccountView(parts, keys);
  const listeners = new Set<(view: SftpAccountView) => void>();
  async function changed(answered?: Result<RegisteredAccount>): Promise<Result<SftpAccountView>> {
    const now = await account.view(answered);
    if (now.ok) for (const listener of listeners) listener(now.value);
    return now;
  }
  async function add(key: KeyObject, owner: { userName: string; expiresAt: number | null }) {
    const { userName, expiresAt } = owner;
    const added = await addNew(keys, { key, userName, expiresAt, madeAt: parts.sessions.exchangeNow() });
    return added.ok ? changed() : added;
  }
  async function register(question: Question): Promise<Result<SftpAccountView>> {
    const answer = await account.ask(question);
    return answer.ok ? changed(answer) : answer;
  }
  return {
    identity: () => readIdentity(keys, account),
    view: () => account.view(),
    makeKey: async (input) => add(await makePrivateKey(input.kind), input),
    async importKey(input) {
      const key = await readPrivateKey(input.text, input.passphrase);
      return key.ok ? add(key.value, input) : key;
    },
    async removeKey(keyId) {
      const removed = await keys.remove(keyId);
      return removed.ok ? changed() : removed;
    },
    async publicKey({ keyId, form }) {
      const kept = await findKey(keys, keyId);
      const fileName = form === 'openssh' ? 'ecp-sftp-key.pub' : 'ecp-sftp-key-rfc4716.txt';
      return kept.ok ? ok({ text: publicText(kept.value, form), fileName }) : kept;
    },
    async registerKey(keyId) {
      const kept = await findKey(keys, keyId);
      if (!kept.ok) return kept;
      return register({ kind: 'register-key', publicKey: publicText(kept.value, 'openssh').trim() });
    },
    registerAddress: (address) => register({ kind: 'register-address', address }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

import { type AppError, appError } from '../../shared/contract/errors.ts';
import type { CallInput } from '../../shared/contract/index.ts';
import { MOST_KEY_TEXT, type SftpAccountView } from '../../shared/contract/sftp-account.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { SftpFeature, SftpState, SftpTask } from './sftp-feature.ts';

/** Runs one request at a time; a second press meanwhile does nothing. Gives null when there is nothing to show. */
async function run<T>({ store }: SftpFeature, task: SftpTask, ask: () => Promise<Result<T>>): Promise<T | null> {
  if (store.getState().task !== null) return null;
  store.setState({ task });
  const result = await ask();
  store.setState({ task: null, failure: result.ok ? null : result.error });
  return result.ok ? result.value : null;
}

/** Replaces the mirror. */
export function applySftpAccount({ store }: SftpFeature, account: SftpAccountView): void {
  store.setState({ account });
}

async function change(feature: SftpFeature, task: SftpTask, ask: () => Promise<Result<SftpAccountView>>) {
  const account = await run(feature, task, ask);
  if (account) applySftpAccount(feature, account);
  return account !== null;
}

/** Asks for the account anew, the exchange included. */
export async function loadSftp(feature: SftpFeature): Promise<void> {
  await change(feature, 'load', () => feature.client.call('sftp/account', {}));
}

/** Opens a form or closes it. */
export function showForm({ store }: SftpFeature, form: SftpState['form']): void {
  store.setState({ form, failure: null });
}

export async function makeKey(feature: SftpFeature, input: CallInput<'sftp/makeKey'>): Promise<void> {
  const made = await change(feature, 'make', () => feature.client.call('sftp/makeKey', input));
  if (made) showForm(feature, null);
}

/** The text of the file goes to the program and is nowhere afterwards. */
export async function importKey(
  feature: SftpFeature,
  file: File,
  rest: Omit<CallInput<'sftp/importKey'>, 'text'>,
): Promise<void> {
  const refuse = (error: AppError) => feature.store.setState({ failure: error });
  if (file.size === 0 || file.size > MOST_KEY_TEXT) return refuse(appError('sftp-key-unreadable'));
  let text: string;
  try {
    text = await file.text();
  } catch {
    // The file went away or may not be read.
    return refuse(appError('file-unreadable'));
  }
  const imported = await change(feature, 'import', () => feature.client.call('sftp/importKey', { ...rest, text }));
  if (imported) showForm(feature, null);
}

/** Asks for a yes first. */
export function askToRemove({ store }: SftpFeature, keyId: string | null): void {
  store.setState({ removing: keyId });
}

export async function removeKey(feature: SftpFeature, keyId: string): Promise<void> {
  askToRemove(feature, null);
  await change(feature, 'remove', () => feature.client.call('sftp/removeKey', { keyId }));
}

/** Shows the public half of a key, or hides it again. */
export async function togglePublicKey(feature: SftpFeature, keyId: string): Promise<void> {
  const { client, store } = feature;
  if (store.getState().shown?.keyId === keyId) {
    store.setState({ shown: null });
    return;
  }
  const ask = (form: 'openssh' | 'rfc4716') =>
    run(feature, 'public', () => client.call('sftp/publicKey', { keyId, form }));
  const openssh = await ask('openssh');
  const rfc4716 = openssh && (await ask('rfc4716'));
  if (openssh && rfc4716) store.setState({ shown: { keyId, openssh, rfc4716 } });
}

export async function registerKey(feature: SftpFeature, keyId: string): Promise<void> {
  await change(feature, 'register-key', () => feature.client.call('sftp/registerKey', { keyId }));
}

export function registerAddress(feature: SftpFeature, address: string): Promise<boolean> {
  return change(feature, 'register-address', () => feature.client.call('sftp/registerAddress', { address }));
}

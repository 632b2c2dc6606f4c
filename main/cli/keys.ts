import { open } from 'node:fs/promises';
import { appError } from '../../shared/contract/errors.ts';
import { MOST_KEY_TEXT, type SftpAccountView, type SftpKey } from '../../shared/contract/sftp-account.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { hongKongDay } from '../../shared/model/input-date.ts';
import type { CliContext } from './context.ts';
import { type ExitCode, exitCodeOf } from './exit-code.ts';
import { logIn } from './log-in.ts';
import type { Terminal } from './terminal.ts';

type View = Result<SftpAccountView>;
type Verb = (context: CliContext, terminal: Terminal, operand: string | undefined) => Promise<View | Result<string>>;

function usage(field: string): Result<never> {
  return err(appError('invalid-input', { details: { field } }));
}

/** The end of a day in Hong Kong, in ms since 1970; null: it does not expire. */
function endOfDay(day: string | undefined): number | null {
  return day === undefined ? null : Date.parse(`${day}T23:59:59+08:00`);
}

/** A key in memory would be lost with this process; only a terminal that runs may keep one so. */
async function mayKeep(terminal: Terminal): Promise<Result<null>> {
  if (terminal.kind === 'running') return ok(null);
  const status = await terminal.call('terminal/status', {});
  if (!status.ok) return status;
  const { keychain } = status.value;
  if (keychain.kind === 'available') return ok(null);
  return err(appError('keychain-unavailable', { details: { reason: keychain.reason } }));
}

/** One more byte than a key file may have shows that it is none; a stream without an end is not read to it. */
async function readKeyFile(file: string): Promise<Result<string>> {
  try {
    const handle = await open(file, 'r');
    try {
      const buffer = Buffer.alloc(MOST_KEY_TEXT + 1);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      const text = buffer.subarray(0, bytesRead).toString('utf8');
      buffer.fill(0);
      return bytesRead > MOST_KEY_TEXT || bytesRead === 0 ? err(appError('sftp-key-unreadable')) : ok(text);
    } finally {
      await handle.close();
    }
  } catch {
    return err(appError('file-unreadable', { retry: 'now' }));
  }
}

/** By its id or fingerprint; without either the newest. */
async function findKey(terminal: Terminal, operand: string | undefined): Promise<Result<SftpKey>> {
  const view = await terminal.call('sftp/account', {});
  if (!view.ok) return view;
  const key = view.value.keys.find(
    ({ keyId, fingerprint }) => operand === undefined || keyId === operand || fingerprint === operand,
  );
  return key ? ok(key) : err(appError('sftp-key-missing'));
}

const list: Verb = (_context, terminal) => terminal.call('sftp/account', {});

const make: Verb = async ({ values }, terminal) => {
  const { user: userName, kind = 'ed25519', expires } = values;
  if (userName === undefined) return usage('user');
  const kept = await mayKeep(terminal);
  if (!kept.ok) return kept;
  const newKind = kind === 'rsa-3072' || kind === 'rsa-4096' ? kind : 'ed25519';
  return terminal.call('sftp/makeKey', { userName, kind: newKind, expiresAt: endOfDay(expires) });
};

const importKey: Verb = async (context, terminal, operand) => {
  const { values, stdin, pathOf, interrupted, timeout, printer, words } = context;
  const { user: userName, expires } = values;
  if (userName === undefined) return usage('user');
  if (operand === undefined) return usage('FILE');
  const kept = await mayKeep(terminal);
  if (!kept.ok) return kept;
  const text = await readKeyFile(pathOf(operand));
  if (!text.ok) return text;
  if (values['password-stdin']) printer.ask(words.t('says.passphrase'));
  const passphrase = values['password-stdin'] ? await stdin.next(AbortSignal.any([interrupted, timeout])) : null;
  return terminal.call('sftp/importKey', { userName, text: text.value, passphrase, expiresAt: endOfDay(expires) });
};

const publicKey: Verb = async ({ values }, terminal, operand) => {
  const key = await findKey(terminal, operand);
  if (!key.ok) return key;
  const form = values.form === 'rfc4716' ? 'rfc4716' : 'openssh';
  const shown = await terminal.call('sftp/publicKey', { keyId: key.value.keyId, form });
  return shown.ok ? ok(shown.value.text) : shown;
};

const register: Verb = async (context, terminal, operand) => {
  const session = await logIn(context, terminal);
  // The web pages are closed to a user of SFTP alone; to the account they are not.
  if (!session.ok && session.error.code !== 'folder-not-permitted') return session;
  const { address } = context.values;
  if (address !== undefined) return terminal.call('sftp/registerAddress', { address });
  const key = await findKey(terminal, operand);
  return key.ok ? terminal.call('sftp/registerKey', { keyId: key.value.keyId }) : key;
};

const remove: Verb = async (_context, terminal, operand) => {
  if (operand === undefined) return usage('KEY');
  const key = await findKey(terminal, operand);
  return key.ok ? terminal.call('sftp/removeKey', { keyId: key.value.keyId }) : key;
};

const verbs: Readonly<Record<string, Verb>> = { list, make, import: importKey, public: publicKey, register, remove };

function expiryText({ words }: CliContext, { expiry, expiresAt }: SftpKey): string {
  if (expiresAt === null) return words.t('key.expiry.never');
  return `${words.t(`key.expiry.${expiry}`)} ${hongKongDay(expiresAt)}`;
}

function accountText(context: CliContext, { userName, keys, exchange }: SftpAccountView): string {
  const { words } = context;
  const rows = keys.map((key) =>
    [
      key.fingerprint,
      `${key.algorithm} ${key.bits}`,
      words.t(`key.registration.${key.registration}`),
      expiryText(context, key),
      words.t(`key.kept.${key.kept}`),
      key.keyId,
    ].join('  '),
  );
  const addresses =
    exchange.kind === 'told'
      ? exchange.addresses.map(({ address, state }) => `${address}  ${words.t(`key.registration.${state}`)}`)
      : [words.t('key.not-asked')];
  return [userName ?? '-', ...rows, ...addresses].join('\n');
}

/** `ccms keys list|make|import|public|register|remove` */
export async function keys(context: CliContext, terminal: Terminal): Promise<ExitCode> {
  const { printer, operands } = context;
  const [name = '', operand] = operands;
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  const done = verb ? await verb(context, terminal, operand) : usage(name.slice(0, 40));
  if (!done.ok) return printer.end(exitCodeOf(done.error), done.error);
  const { value } = done;
  if (typeof value === 'string') printer.result({ exitCode: 0, file: null, publicKey: value }, value.trimEnd());
  else printer.result({ exitCode: 0, file: null, account: value }, accountText(context, value));
  return printer.end(0);
}

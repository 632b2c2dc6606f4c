import type { Locator } from '@playwright/test';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import type { Language } from '../../shared/contract/terminal.ts';
import type { BrowserOptions } from './browser.ts';
import { expectPage } from './expect-page.ts';
import { memoryCredentials } from './memory-credentials.ts';
import { type Operator, openOperator } from './operator.ts';
import { openTerminal, type TestTerminal } from './terminal.ts';

/** How the screens of SFTP are looked at: each language in one of the colours. */
export const sftpLooks: readonly (readonly ['en' | 'zh-Hant', BrowserOptions])[] = [
  ['en', { colorScheme: 'light' }],
  ['zh-Hant', { colorScheme: 'dark' }],
];

/** Who logs in to ECP where SFTP is looked at. */
export const SFTP_OPERATOR = 'chan@firm.example';

export interface SftpOperator {
  readonly terminal: TestTerminal;
  readonly operator: Operator;
  /** A button of the screen by its key in the words of `sftp`. */
  button(key: string): Locator;
  /** Makes a key on the SFTP account screen and registers it. */
  makeKnownKey(): Promise<void>;
  /** Runs a call past the page. Throws what it answers when that is an error. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** Makes a key for the ECP user and registers it, past the page. */
  registerKey(): Promise<void>;
  /** Submits a file for a day of May 2026 by SFTP, past the page; gives its name. */
  submit(day: string, content?: string): Promise<string>;
  /** What is on the clipboard, as the page would get it by Ctrl+V. */
  pasted(): Promise<string>;
  close(): Promise<void>;
}

/** A person without a mouse at a terminal that can keep keys. */
export async function openSftpOperator(language: Language, options: BrowserOptions): Promise<SftpOperator> {
  const terminal = await openTerminal({ credentials: memoryCredentials() });
  const operator = await openOperator(terminal, language, options);
  const { page, t } = operator;
  const button = (key: string) => page.getByRole('main').getByRole('button', { name: t(`sftp:${key}`), exact: true });
  const call: SftpOperator['call'] = async (name, input) => {
    const result = await terminal.app.dispatch(name, input);
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`);
    return result.value as CallOutput<typeof name>;
  };
  return {
    terminal,
    operator,
    button,
    call,
    async registerKey() {
      const made = await call('sftp/makeKey', { kind: 'ed25519', userName: SFTP_OPERATOR, expiresAt: null });
      await call('sftp/registerKey', { keyId: made.keys[0]?.keyId ?? '' });
    },
    async submit(day, content = `${day},00005\n`) {
      const fileName = `SD_01234_202605${day}.csv`;
      const open = async function* () {
        yield Buffer.from(content);
      };
      const draft = await terminal.app.addFile({ fileName, purpose: 'submission', expectedSize: null, open });
      if (!draft.ok || !('draftId' in draft.value)) throw new Error('no draft');
      const { draftId } = draft.value;
      await call('submission/submit', { draftId, replace: false, despiteRefusal: true, channel: 'sftp' });
      return fileName;
    },
    async makeKnownKey() {
      await operator.show('ecp-sftp');
      await operator.press(button('make.open'));
      await operator.press(button('make.do'));
      await operator.press(button('register'));
      await expectPage(page.getByRole('cell', { name: t('sftp:registration.registered') })).toBeVisible();
    },
    async pasted() {
      const { context, page } = operator.browser;
      await context.grantPermissions(['clipboard-read']);
      return page.evaluate(() => navigator.clipboard.readText());
    },
    async close() {
      await operator.close();
      await terminal.close();
    },
  };
}

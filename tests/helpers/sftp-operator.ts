import type { Locator } from '@playwright/test';
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

export interface SftpOperator {
  readonly terminal: TestTerminal;
  readonly operator: Operator;
  /** A button of the screen by its key in the words of `sftp`. */
  button(key: string): Locator;
  /** Makes a key on the SFTP account screen and registers it. */
  makeKnownKey(): Promise<void>;
  close(): Promise<void>;
}

/** A person without a mouse at a terminal that can keep keys. */
export async function openSftpOperator(language: Language, options: BrowserOptions): Promise<SftpOperator> {
  const terminal = await openTerminal({ credentials: memoryCredentials() });
  const operator = await openOperator(terminal, language, options);
  const { page, t } = operator;
  const button = (key: string) => page.getByRole('main').getByRole('button', { name: t(`sftp:${key}`), exact: true });
  return {
    terminal,
    operator,
    button,
    async makeKnownKey() {
      await operator.show('ecp-sftp');
      await operator.press(button('make.open'));
      await operator.press(button('make.do'));
      await operator.press(button('register'));
      await expectPage(page.getByRole('cell', { name: t('sftp:registration.registered') })).toBeVisible();
    },
    async close() {
      await operator.close();
      await terminal.close();
    },
  };
}

import type { Locator, Page } from '@playwright/test';
import { createInstance } from 'i18next';
import { type ScreenId, screens } from '../../renderer/app/screens.ts';
import { resources } from '../../renderer/i18n/resources.ts';
import type { Realm } from '../../shared/contract/session.ts';
import type { Language } from '../../shared/contract/terminal.ts';
import { type Browser, type BrowserOptions, openBrowser } from './browser.ts';
import { expectPage } from './expect-page.ts';
import { newestOtp, practiceUser } from './practice-setup.ts';
import type { TestTerminal } from './terminal.ts';

export type Words = (key: string, places?: Record<string, unknown>) => string;

export interface ChosenFile {
  readonly name: string;
  readonly content: string;
}

/** The words of a language as the page shows them; keys are `namespace:key`. */
export async function wordsOf(language: Language): Promise<Words> {
  const words = createInstance();
  await words.init({ resources, lng: language, interpolation: { escapeValue: false } });
  return (key, places = {}) => String(words.t(key as 'app:starting', places));
}

/** A person at the terminal who has no mouse. */
export class Operator {
  readonly page: Page;
  readonly t: Words;
  readonly terminal: TestTerminal;
  readonly browser: Browser;
  /** Whatever went against the page's policy or left its origin; must stay empty. */
  readonly trespasses: string[] = [];

  constructor(terminal: TestTerminal, browser: Browser, t: Words) {
    this.terminal = terminal;
    this.browser = browser;
    this.page = browser.page;
    this.t = t;
    this.page.on('request', (request) => {
      if (!request.url().startsWith(terminal.host.origin) && !request.url().startsWith('blob:')) {
        this.trespasses.push(`request to ${request.url()}`);
      }
    });
    this.page.on('console', (message) => {
      if (message.type() === 'error') this.trespasses.push(`console: ${message.text()}`);
    });
    // A lasting listener keeps the interception of file dialogs on; one for each dialog would be switched on too late at times.
    this.page.on('filechooser', () => undefined);
    this.page.on('pageerror', (error) => this.trespasses.push(`thrown: ${error.message}`));
  }

  /** Presses Tab until the control has the focus. */
  async tabTo(target: Locator): Promise<void> {
    await expectPage(target).toBeVisible();
    await expectPage(target).toBeEnabled();
    for (let presses = 0; presses < 80; presses++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error('Tab never reached the control');
  }

  async press(target: Locator): Promise<void> {
    await this.tabTo(target);
    await this.page.keyboard.press('Enter');
  }

  async show(screen: ScreenId): Promise<void> {
    const position = screens.findIndex(({ id }) => id === screen) + 1;
    await this.page.keyboard.press(`Control+${position}`);
    await expectPage(this.page.getByRole('heading', { level: 1 })).toBeVisible();
  }

  /** Types user ID and password and presses Enter. */
  async typePassword(realm: Realm, userId: string, password: string): Promise<void> {
    await this.show(`${realm}-login`);
    const user = this.page.getByLabel(this.t(`login:userId.${realm}`), { exact: true });
    await this.tabTo(user);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(userId);
    await this.tabTo(this.page.getByLabel(this.t('login:password'), { exact: true }));
    await this.page.keyboard.type(password);
    await this.page.keyboard.press('Enter');
  }

  /** Waits for a mail newer than `seen` mails and gives its digits. */
  async otpOf(address: string, seen: number): Promise<string> {
    const { control } = this.terminal.practice;
    await expectPage.poll(() => control.mails(address).length, { timeout: 10_000 }).toBeGreaterThan(seen);
    return newestOtp(this.terminal.practice, address);
  }

  otpField(): Locator {
    return this.page.getByLabel(this.t('login:otp.label'), { exact: true });
  }

  /** Logs in completely, typing where the focus is put. */
  async logIn(realm: Realm, userId: string): Promise<void> {
    const { password, email, displayName } = practiceUser(userId);
    const seen = this.terminal.practice.control.mails(email ?? '').length;
    await this.typePassword(realm, userId, password);
    await expectPage(this.otpField()).toBeFocused();
    await this.page.keyboard.type(await this.otpOf(email ?? '', seen));
    await expectPage(this.page.getByText(this.t('login:loggedIn.as', { name: displayName }))).toBeVisible();
  }

  /** Opens the file dialog by keyboard and chooses files. */
  async choose(button: Locator, files: readonly ChosenFile[]): Promise<void> {
    await this.tabTo(button);
    const dialog = this.page.waitForEvent('filechooser');
    await this.page.keyboard.press('Enter');
    const chosen = files.map(({ name, content }) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(content) }));
    await (await dialog).setFiles(chosen);
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

/** Opens the terminal's page in a language. */
export async function openOperator(
  terminal: TestTerminal,
  language: Language,
  options: BrowserOptions = {},
): Promise<Operator> {
  await terminal.app.dispatch('settings/change', { language });
  const browser = await openBrowser(options);
  const operator = new Operator(terminal, browser, await wordsOf(language));
  await operator.page.goto(terminal.host.url);
  await expectPage(operator.page.getByRole('heading', { level: 1 })).toHaveText(operator.t('login:title.ccms'));
  return operator;
}

import type { Locator } from '@playwright/test';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Realm } from '../../shared/contract/session.ts';
import { expectPage } from '../helpers/expect-page.ts';
import { findViolations } from '../helpers/find-violations.ts';
import { type Operator, openOperator } from '../helpers/operator.ts';
import { practiceUser } from '../helpers/practice-setup.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';

const FILE = { name: 'SD_01234_20260512.csv', content: 'ref,code\n1,00005\n' };

describe.each(['en', 'zh-Hant'] as const)('the lock by keyboard (%s)', (language) => {
  let terminal: TestTerminal;
  let operator: Operator;
  beforeAll(async () => {
    terminal = await openTerminal();
    operator = await openOperator(terminal, language);
  });
  afterEach(() => expect(operator.trespasses).toEqual([]));
  afterAll(async () => {
    await operator?.close();
    await terminal?.close();
  });

  const title = () => operator.page.getByRole('heading', { level: 1, name: operator.t('lock:title') });
  const password = () =>
    operator.page.getByLabel(operator.t('login:password'), { exact: true }).filter({ visible: true });
  const bar = () => operator.page.getByRole('region', { name: operator.t('app:statusBar') });

  async function lock(): Promise<void> {
    await operator.page.keyboard.press('Control+L');
    await expectPage(title()).toBeVisible();
    await expectPage(password()).toBeFocused();
  }

  /** Types where the focus is put. */
  async function unlock(userId: string): Promise<void> {
    const user = practiceUser(userId);
    const seen = terminal.practice.control.mails(user.email ?? '').length;
    // A step back that is still on its way to the program takes no press: nobody types a password that fast.
    await expectPage(operator.page.locator('.lock-screen form')).toHaveAttribute('aria-busy', 'false');
    await operator.page.keyboard.type(user.password);
    await operator.page.keyboard.press('Enter');
    await expectPage(operator.otpField()).toBeFocused();
    await operator.page.keyboard.type(await operator.otpOf(user.email ?? '', seen));
    await expectPage(title()).toHaveCount(0);
  }

  it('does nothing with nobody logged in, and has no button then', async () => {
    await operator.page.keyboard.press('Control+L');
    await expectPage(operator.page.getByRole('button', { name: operator.t('lock:lockNow') })).toHaveCount(0);
    await expectPage(title()).toHaveCount(0);
  });

  it('takes everything off the page and out of the accessibility tree, and keeps the status bar true', async () => {
    const { page, t } = operator;
    await operator.logIn('ccms', 'CHANTM');
    await operator.press(page.getByRole('button', { name: t('lock:lockNow') }));
    await expectPage(title()).toBeVisible();
    await expectPage(page.getByRole('navigation')).toHaveCount(0);
    await expectPage(page.getByRole('main')).toHaveCount(1);
    await expectPage(page.getByText(t('login:loggedIn.as', { name: 'CHAN TAI MAN' }))).toBeHidden();
    await expectPage(bar()).toContainText('CHANTM');
    await expectPage(bar()).toContainText(t('app:status.2fa'));
    await expectPage(bar()).toContainText(/\d:\d\d/);
    await expectPage(bar().getByRole('button')).toHaveCount(0);
    expect(await findViolations(operator.page)).toEqual([]);
    await page.keyboard.press('Control+3');
    await expectPage(title()).toBeVisible();
    // A new page of a locked terminal is locked too.
    await page.reload();
    await expectPage(title()).toBeVisible();
    await expectPage(password()).toBeFocused();
    await unlock('CHANTM');
    await expectPage(page.getByText(t('login:loggedIn.as', { name: 'CHAN TAI MAN' }))).toBeVisible();
  });

  it('says what is wrong with a password and an OTP, stays locked, and lets the OTP be left', async () => {
    const { page, t } = operator;
    await lock();
    await page.keyboard.type('not the password');
    await page.keyboard.press('Enter');
    await expectPage(page.getByText(t('errors:bad-credentials.message'))).toBeVisible();
    await expectPage(password()).toBeFocused();
    await expectPage(password()).toHaveValue('');
    await page.keyboard.type(practiceUser('CHANTM').password);
    await page.keyboard.press('Enter');
    await expectPage(operator.otpField()).toBeFocused();
    await page.keyboard.type('000000');
    await expectPage(page.getByText(t('errors:otp-wrong.message'))).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expectPage(password()).toBeFocused();
    await unlock('CHANTM');
  });

  it('keeps what was typed into a log-in and the focus in it', async () => {
    const { page, t } = operator;
    await operator.show('ecp-login');
    const user = page.getByLabel(t('login:userId.ecp'), { exact: true });
    await operator.tabTo(user);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('half@typed');
    await operator.tabTo(password());
    await page.keyboard.type('half a pass');
    await lock();
    await expectPage(page.getByRole('textbox', { name: t('login:userId.ecp') })).toHaveCount(0);
    await unlock('CHANTM');
    await expectPage(user).toHaveValue('half@typed');
    await expectPage(password()).toHaveValue('half a pass');
    await expectPage(password()).toBeFocused();
  });

  it('keeps a draft half filled in, and an open dialog, which nobody sees meanwhile', async () => {
    const { page, t } = operator;
    await operator.logIn('ecp', 'chan@firm.example');
    await operator.show('ecp-submit');
    await operator.choose(page.getByRole('button', { name: t('submission:chooseFile') }), [FILE]);
    const date = page.getByRole('textbox', { name: t('submission:inputDate'), exact: true });
    await operator.tabTo(date);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('2026-05');
    await lock();
    await expectPage(page.getByText(FILE.name)).toBeHidden();
    await unlock('CHANTM');
    await expectPage(page.getByText(FILE.name).first()).toBeVisible();
    await expectPage(date).toHaveValue('2026-05');
    await expectPage(date).toBeFocused();
    await page.keyboard.type('-12');
    await operator.press(page.getByRole('button', { name: t('submission:submit'), exact: true }));
    await operator.press(page.getByRole('button', { name: t('submission:receipt') }).first());
    await expectPage(page.getByRole('dialog')).toBeVisible();
    await lock();
    await expectPage(page.getByRole('dialog')).toHaveCount(0);
    expect(await findViolations(operator.page)).toEqual([]);
    await unlock('CHANTM');
    await expectPage(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expectPage(page.getByRole('dialog')).toHaveCount(0);
  });

  it('is opened by either log-in of the person, the one that is chosen', async () => {
    const { page, t } = operator;
    await lock();
    const by = (realm: Realm, userId: string): Locator =>
      page.getByRole('radio', { name: t('lock:holder', { realm: t(`lock:realm.${realm}`), userId }) });
    await operator.tabTo(by('ccms', 'CHANTM'));
    await page.keyboard.press('ArrowRight');
    await expectPage(by('ecp', 'chan@firm.example')).toBeChecked();
    await operator.tabTo(password());
    await unlock('chan@firm.example');
    await expectPage(bar()).toContainText('CHANTM');
    await expectPage(bar()).toContainText('chan@firm.example');
  });

  it('is left by logging out, which clears what was typed', async () => {
    const { page, t } = operator;
    await operator.press(page.getByRole('button', { name: t('app:status.logOutOf', { realm: t('app:realm.ecp') }) }));
    await operator.show('ecp-login');
    const user = page.getByLabel(t('login:userId.ecp'), { exact: true });
    await operator.tabTo(user);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('half@typed');
    await lock();
    await operator.press(page.getByRole('button', { name: t('lock:logOutInstead') }));
    await expectPage(page.getByRole('heading', { level: 1, name: t('login:title.ccms') })).toBeVisible();
    expect(terminal.practice.control.logins()).toEqual([]);
    await operator.show('ecp-login');
    await expectPage(user).not.toHaveValue('half@typed');
  });

  it('shows in the settings when it locks by itself, and locks with the PC', async () => {
    const { page, t } = operator;
    await operator.logIn('ccms', 'CHANTM');
    await operator.show('settings');
    const five = page.getByRole('radio', { name: t('lock:setting.minutes', { count: 5 }), exact: true });
    await operator.tabTo(page.getByRole('radio', { name: t('lock:setting.minutes', { count: 10 }), exact: true }));
    await page.keyboard.press('ArrowLeft');
    await expectPage(five).toBeChecked();
    await expectPage
      .poll(async () => await terminal.app.dispatch('settings/get', {}))
      .toMatchObject({
        value: { lockAfterMinutes: 5 },
      });
    expect(await findViolations(operator.page)).toEqual([]);
    terminal.app.lock('system');
    await expectPage(title()).toBeVisible();
    await unlock('CHANTM');
    await expectPage(five).toBeChecked();
  });
});

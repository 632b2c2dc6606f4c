import { generateSync } from 'otplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectPage } from '../helpers/expect-page.ts';
import { findViolations } from '../helpers/find-violations.ts';
import { memoryCredentials } from '../helpers/memory-credentials.ts';
import { type Operator, openOperator } from '../helpers/operator.ts';
import { practiceUser } from '../helpers/practice-setup.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';

const userId = 'chan@firm.example';
const { password, displayName } = practiceUser(userId);
describe.each([
  ['en', 'light'],
  ['zh-Hant', 'dark'],
] as const)('the authenticator app (%s, %s)', (language, colorScheme) => {
  let terminal: TestTerminal;
  let operator: Operator;
  let secret = '';
  const kept = new Map<string, string>();
  beforeAll(async () => {
    terminal = await openTerminal({ credentials: memoryCredentials(kept) });
    operator = await openOperator(terminal, language, { colorScheme });
  });
  afterAll(async () => {
    await operator.close();
    await terminal.close();
  });

  const button = (key: string) => operator.page.getByRole('button', { name: operator.t(`authenticator:${key}`) });
  /** The app on the person's phone, whose clock is the exchange's. */
  const codeNow = () =>
    generateSync({ secret, epoch: Math.floor((Date.now() + terminal.practice.control.clockOffset()) / 1000) });
  const pass = (ms: number) => terminal.practice.control.setClockOffset(terminal.practice.control.clockOffset() + ms);
  async function logOut(): Promise<void> {
    await operator.press(operator.page.getByRole('main').getByRole('button', { name: operator.t('login:logOut') }));
    await expectPage(operator.page.getByLabel(operator.t('login:password'), { exact: true })).toBeVisible();
  }

  it('is set up by its QR code and its secret, with one code', async () => {
    const { page, t } = operator;
    await operator.logIn('ecp', userId);
    await operator.press(button('begin'));
    await expectPage(page.getByRole('img', { name: t('authenticator:scanLabel') })).toBeVisible();
    secret = ((await page.locator('.secret-groups').textContent()) ?? '').replaceAll(' ', '');
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(await findViolations(operator.page)).toEqual([]);
    const code = page.getByLabel(t('authenticator:code'));
    await expectPage(code).toBeFocused();
    await page.keyboard.type('000000');
    await page.keyboard.press('Enter');
    await expectPage(page.getByText(t('errors:otp-wrong.message'))).toBeVisible();
    await operator.tabTo(code);
    await page.keyboard.press('Control+A');
    await page.keyboard.type(codeNow());
    await operator.tabTo(page.getByRole('checkbox', { name: t('authenticator:keepSeed') }));
    await page.keyboard.press('Space');
    await operator.press(button('confirm'));
    await expectPage(page.getByText(t('authenticator:enrolled'))).toBeVisible();
    expect(await page.content()).not.toContain(secret);
    expect([...kept.keys()]).toContain('authenticator-seed');
    await logOut();
  });

  it('asks for its code at the next log-in, and one press fills it in', async () => {
    const { page, t } = operator;
    pass(60_000);
    const seen = terminal.practice.control.mails(userId).length;
    await operator.typePassword('ecp', userId, password);
    await expectPage(operator.otpField()).toBeFocused();
    await expectPage(page.getByText(t('authenticator:showing'))).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
    expect(await operator.otpField().inputValue()).toBe('');
    await operator.press(button('fillIn'));
    await expectPage(page.getByText(t('login:loggedIn.as', { name: displayName }))).toBeVisible();
    expect(terminal.practice.control.mails(userId)).toHaveLength(seen);
    await logOut();
  });

  it('can be left aside for a mail, and taken up again', async () => {
    const { page, t } = operator;
    pass(60_000);
    const seen = terminal.practice.control.mails(userId).length;
    await operator.typePassword('ecp', userId, password);
    await operator.press(button('byEmail'));
    await expectPage(button('byApp')).toBeVisible();
    const otp = await operator.otpOf(userId, seen);
    await operator.press(button('byApp'));
    await expectPage(page.getByText(t('authenticator:showing'))).toBeVisible();
    await operator.press(button('byEmail'));
    await expectPage(button('byApp')).toBeVisible();
    await operator.tabTo(operator.otpField());
    await page.keyboard.type(otp);
    await expectPage(page.getByText(t('login:loggedIn.as', { name: displayName }))).toBeVisible();
  });

  it('is removed after a question', async () => {
    const { page, t } = operator;
    await operator.press(button('remove'));
    await expectPage(page.getByText(t('authenticator:removeSure'))).toBeVisible();
    await operator.press(button('removeYes'));
    await expectPage(page.getByText(t('authenticator:notEnrolled'))).toBeVisible();
    expect(kept.has('authenticator-seed')).toBe(false);
    expect(operator.trespasses).toEqual([]);
  });
});

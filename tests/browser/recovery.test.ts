import type { Locator } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectPage } from '../helpers/expect-page.ts';
import { findViolations } from '../helpers/find-violations.ts';
import { type Operator, openOperator } from '../helpers/operator.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';

const email = 'yip@single.example';
const password = 'Another-Harbour-Evening-1904';
describe.each([
  ['en', 'dark'],
  ['zh-Hant', 'light'],
] as const)('a forgotten password (%s, %s)', (language, colorScheme) => {
  let terminal: TestTerminal;
  let operator: Operator;
  beforeAll(async () => {
    terminal = await openTerminal();
    operator = await openOperator(terminal, language, { colorScheme });
  });
  afterAll(async () => {
    await operator.close();
    await terminal.close();
  });

  const words = (key: string, places?: Record<string, unknown>) => operator.t(`recovery:${key}`, places);
  const button = (key: string) => operator.page.getByRole('button', { name: words(key), exact: true });
  const field = (key: string) => operator.page.getByRole('textbox', { name: words(key), exact: true });
  const secretField = (key: string) => operator.page.getByLabel(words(key), { exact: true });
  async function fill(target: Locator, text: string): Promise<void> {
    await operator.tabTo(target);
    await operator.page.keyboard.press('Control+A');
    await operator.page.keyboard.insertText(text);
  }
  async function judge(link: string, verdict: string): Promise<void> {
    await fill(field('link.label'), link);
    await operator.press(button('link.check'));
    await expectPage(operator.page.getByText(words(`link.bad.${verdict}`, { host: 'exchange.example' }))).toBeVisible();
  }
  const mails = () => terminal.practice.control.mails(email).filter(({ text }) => text.includes('https://'));
  const linkOf = (index: number) => mails()[index]?.text.split('\n').at(-1) ?? '';
  it('of CCMS: says who resets it and whom to call', async () => {
    await operator.show('ccms-login');
    await operator.press(button('open'));
    const { page } = operator;
    const help = { hotline: '2979 7222', email: 'clearingpsd@hkex.com.hk' };
    await expectPage(page.getByText(words('ccms.who'))).toBeVisible();
    await expectPage(page.getByText(words('ccms.next', help))).toBeVisible();
    await expectPage(page.getByText(words('locked.ccms', help))).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
    await operator.press(button('back'));
    await expectPage(page.getByLabel(operator.t('login:password'), { exact: true })).toBeVisible();
  });

  it('asks for a link, says what is dropped from the number, and never whether there is such an account', async () => {
    const { page } = operator;
    await operator.show('ecp-login');
    await operator.press(button('open'));
    await fill(field('ask.email'), 'nobody@firm.example');
    await fill(field('ask.phone'), '+(2987) 65-43');
    await expectPage(page.getByText(words('ask.phoneDropped', { digits: '29876543' }))).toBeVisible();
    await operator.press(button('ask.send'));
    await expectPage(page.getByText(words('ask.sent'))).toBeVisible();
    await expectPage(page.getByText('noreply_connect@hkex.com.hk')).toBeVisible();
    expect(mails()).toHaveLength(0);
    expect(await findViolations(operator.page)).toEqual([]);
    for (const count of [1, 2]) {
      await fill(field('ask.email'), email);
      await operator.press(button('ask.send'));
      await expectPage.poll(() => mails().length).toBe(count);
    }
  });

  it('recognises a link that was cut off, is an older one, leads elsewhere or is none', async () => {
    await judge('hello', 'not-a-link');
    await judge(linkOf(0).slice(0, -7), 'cut');
    await judge(linkOf(1), 'superseded');
    await judge(linkOf(0).replace(/127\.0\.0\.1:\d+/, 'exchange.example'), 'elsewhere');
    expect(await findViolations(operator.page)).toEqual([]);
  });

  it('sets a new password by the rules of the server, and it logs in', async () => {
    const { page, t } = operator;
    await fill(field('link.label'), `<${linkOf(0)}>`);
    await operator.press(button('link.check'));
    await expectPage(page.getByText(words('password.practiceRules'))).toBeVisible();
    await fill(secretField('password.label'), 'short');
    await fill(secretField('password.again'), 'shor');
    await expectPage(page.getByText(words('password.different'))).toBeVisible();
    await fill(secretField('password.again'), 'short');
    await operator.press(button('password.set'));
    await expectPage(page.getByText(words('password.refused'))).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
    await fill(secretField('password.label'), password);
    await fill(secretField('password.again'), password);
    await operator.press(button('password.set'));
    await expectPage(page.getByText(words('password.changed'))).toBeVisible();
    await operator.press(operator.page.getByRole('alert').getByRole('button', { name: words('back') }));
    await operator.typePassword('ecp', email, password);
    await expectPage(operator.otpField()).toBeFocused();
    expect(await page.content()).not.toContain(password);
    await expectPage(page.getByText(t('trouble:noMail.title'))).toBeVisible();
    expect(operator.trespasses).toEqual([]);
  });
});

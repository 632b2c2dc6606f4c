import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectPage } from '../helpers/expect-page.ts';
import { findViolations } from '../helpers/find-violations.ts';
import { type Operator, openOperator } from '../helpers/operator.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';

const LIST = {
  name: 'users.csv',
  content:
    '\uFEFFuserId,name,role,email\r\nWONGSY,WONG SIU YIN,user,wong@firm.example\r\n=NEW,NG,user,\r\nBAD,NG,boss,\r\n',
};

describe.each([
  ['en', 'light'],
  ['zh-Hant', 'dark'],
] as const)('readiness by keyboard (%s, %s)', (language, colorScheme) => {
  let terminal: TestTerminal;
  let operator: Operator;
  beforeAll(async () => {
    terminal = await openTerminal();
    operator = await openOperator(terminal, language, { colorScheme });
  });
  afterEach(() => expect(operator.trespasses).toEqual([]));
  afterAll(async () => {
    await operator?.close();
    await terminal?.close();
  });

  const rows = () => operator.page.getByRole('rowheader');

  it('is empty at first, and refused in words to whoever is no administrator', async () => {
    const { page, t } = operator;
    await operator.show('readiness');
    await expectPage(page.getByText(t('readiness:nobody'))).toBeVisible();
    await operator.press(page.getByRole('main').getByRole('button', { name: t('readiness:source.goToLogin') }));
    await operator.logIn('ccms', 'CHANTM');
    await operator.show('readiness');
    await operator.press(page.getByRole('button', { name: t('readiness:source.ask') }));
    await expectPage(page.getByText(t('errors:not-administrator.message'))).toBeVisible();
    await expectPage(page.getByText(t('errors:not-administrator.next'))).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
    await operator.show('ccms-login');
    await operator.press(page.getByRole('main').getByRole('button', { name: t('login:logOut') }));
  });

  it('reminds an administrator, who goes to the screen from there', async () => {
    const { page, t } = operator;
    await operator.logIn('ccms', 'TSANGML');
    const words = page.getByText(t('readiness:reminder.notReady', { count: 1, total: 7 }));
    await expectPage(words).toBeVisible();
    await expectPage(page.getByText(t('readiness:reminder.daysLeft', { count: 31 }))).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
    await operator.press(page.getByRole('button', { name: t('readiness:reminder.show') }));
    await expectPage(page.getByRole('heading', { level: 1, name: t('readiness:title') })).toBeVisible();
    await expectPage(words).toHaveCount(0);
    await operator.show('settings');
    await operator.press(page.getByRole('button', { name: t('readiness:reminder.dismiss') }));
    await expectPage(words).toHaveCount(0);
    await page.reload();
    await operator.show('settings');
    await expectPage(words).toHaveCount(0);
  });

  it('shows who is not ready first, filters, searches and sorts', async () => {
    const { page, t } = operator;
    await operator.show('readiness');
    await expectPage(rows()).toHaveCount(7);
    await expectPage(rows().first()).toContainText('WONGSY');
    await expectPage(page.getByText(t('readiness:task.register-email'))).toBeVisible();
    const notReady = page.getByRole('button', { name: t('readiness:group.not-ready') });
    await operator.press(notReady);
    await expectPage(rows()).toHaveCount(1);
    await page.keyboard.press('Enter');
    await expectPage(rows()).toHaveCount(7);
    await operator.press(page.getByRole('button', { name: t('readiness:group.administrators') }));
    await expectPage(rows()).toHaveText([/FUNGCK/, /TSANGML/]);
    await page.keyboard.press('Enter');
    await operator.tabTo(page.getByRole('searchbox', { name: t('readiness:search') }));
    await page.keyboard.type('lam');
    await expectPage(rows()).toHaveText([/LAMKY/]);
    await page.keyboard.press('Escape');
    await operator.press(page.getByRole('button', { name: t('readiness:column.userId'), exact: true }));
    await expectPage(rows().first()).toContainText('CHANTM');
    await page.keyboard.press('Enter');
    await expectPage(rows().first()).toContainText('WONGSY');
    await expectPage(page.locator('th[aria-sort="descending"]')).toHaveText(t('readiness:column.userId'));
  });

  it('imports a list, tells the lines that it left out, and exports what is shown', async () => {
    const { page, t } = operator;
    await operator.choose(page.getByRole('button', { name: t('readiness:source.choose') }), [LIST]);
    await expectPage(page.getByText(t('readiness:problem.title', { count: 1 }))).toBeVisible();
    await expectPage(page.getByText(t('readiness:problem.reason.role'))).toBeVisible();
    await expectPage(rows()).toHaveCount(8);
    await expectPage(page.getByText(t('readiness:task.not-at-exchange'))).toBeVisible();
    await expectPage(page.getByText(t('readiness:task.email-differs'))).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
    const download = page.waitForEvent('download');
    await operator.press(page.getByRole('button', { name: t('readiness:export') }));
    const saved = await readFile(await (await download).path(), 'utf8');
    expect(saved.startsWith('\uFEFF"userId"')).toBe(true);
    expect(saved).toContain(`"'=NEW","NG","user",""`);
    expect(saved.trimEnd().split('\r\n')).toHaveLength(9);
  });

  it('keeps the former list when another file is none, says what a list must look like, and removes it', async () => {
    const { page, t } = operator;
    const replace = page.getByRole('button', { name: t('readiness:source.replace') });
    await operator.choose(replace, [{ name: 'photo.csv', content: 'not;a;list\n' }]);
    await expectPage(page.getByText(t('errors:user-list-invalid.message'))).toBeVisible();
    await expectPage(rows()).toHaveCount(8);
    await operator.tabTo(page.locator('summary', { hasText: t('readiness:columns.title') }));
    await page.keyboard.press('Enter');
    await expectPage(page.getByText(t('readiness:columns.words'))).toBeVisible();
    await operator.press(page.getByRole('button', { name: t('readiness:source.clear') }));
    await expectPage(rows()).toHaveCount(7);
    await expectPage(page.getByText(t('errors:user-list-invalid.message'))).toHaveCount(0);
  });

  it('tells a user of ECP at log-in what is still to be done', async () => {
    await operator.logIn('ecp', 'chan@firm.example');
    await expectPage(operator.page.getByText(operator.t('readiness:own.app-not-enrolled'))).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
  });
});

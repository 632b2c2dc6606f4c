import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserOptions } from '../helpers/browser.ts';
import { expectPage } from '../helpers/expect-page.ts';
import { findViolations } from '../helpers/find-violations.ts';
import { type Operator, openOperator } from '../helpers/operator.ts';
import { practiceUser } from '../helpers/practice-setup.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';

const FILE = { name: 'SD_01234_20260512.csv', content: 'ref,code\n1,00005\n' };
const CORRECTED = { ...FILE, content: 'ref,code\n1,00700\n' };
const looks: readonly (readonly [string, 'en' | 'zh-Hant', BrowserOptions])[] = [
  ['light', 'en', { colorScheme: 'light' }],
  ['dark', 'zh-Hant', { colorScheme: 'dark' }],
  ['forced colours', 'en', { colorScheme: 'dark', forcedColors: 'active' }],
];

describe.each(looks)('every screen in %s (%s)', (_, language, options) => {
  let terminal: TestTerminal;
  let operator: Operator;
  beforeAll(async () => {
    terminal = await openTerminal();
    operator = await openOperator(terminal, language, options);
  });
  afterAll(async () => {
    await operator.close();
    await terminal.close();
  });

  it('log in, refused and empty', async () => {
    expect(await findViolations(operator.page)).toEqual([]);
    await operator.typePassword('ccms', 'CHANTM', 'wrong password');
    await expectPage(operator.page.getByText(operator.t('errors:bad-credentials.message'))).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
  });

  it('one-time password', async () => {
    const { userId, password } = practiceUser('chan@firm.example');
    await operator.typePassword('ecp', userId, password);
    await expectPage(operator.otpField()).toBeFocused();
    expect(await findViolations(operator.page)).toEqual([]);
    await operator.page.keyboard.press('Escape');
  });

  it('logged in', async () => {
    await operator.logIn('ecp', 'chan@firm.example');
    expect(await findViolations(operator.page)).toEqual([]);
  });

  it('submit: empty, with a draft, with its calendar, with a refusal, confirmed, asking to replace, with a receipt', async () => {
    const { page, t } = operator;
    const choose = page.getByRole('button', { name: t('submission:chooseFile') });
    const submit = page.getByRole('button', { name: t('submission:submit'), exact: true });
    await operator.show('ecp-submit');
    expect(await findViolations(operator.page)).toEqual([]);
    await operator.choose(choose, [FILE]);
    await expectPage(submit).toBeEnabled();
    expect(await findViolations(operator.page)).toEqual([]);
    const label = t('submission:inputDate');
    await operator.press(page.getByRole('button', { name: t('app:openCalendar', { label }) }));
    await expectPage(page.getByRole('grid')).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
    await page.keyboard.press('Escape');
    await operator.tabTo(page.getByRole('textbox', { name: label, exact: true }));
    await page.keyboard.press('Control+A');
    await page.keyboard.type('2026-05-11');
    await expectPage(page.getByText('4505', { exact: true })).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
    await operator.press(page.getByRole('button', { name: t('submission:useValue', { value: '2026-05-12' }) }));
    await operator.press(submit);
    await expectPage(page.getByText(t('submission:state.confirmed'), { exact: true })).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
    await operator.choose(choose, [CORRECTED]);
    await operator.press(submit);
    await expectPage(page.getByText(t('submission:replace.title'))).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
    await operator.press(page.getByRole('button', { name: t('submission:replace.no') }));
    await operator.press(page.getByRole('button', { name: t('submission:receipt') }).first());
    await expectPage(page.getByRole('dialog')).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('activity, with a file that differs; settings', async () => {
    const { page, t } = operator;
    await operator.show('ecp-activity');
    await operator.choose(page.getByRole('button', { name: t('activity:check.choose') }), [CORRECTED]);
    await expectPage(page.locator('.check-verdict')).toHaveText(t('activity:check.differs'));
    expect(await findViolations(operator.page)).toEqual([]);
    await operator.show('settings');
    expect(await findViolations(operator.page)).toEqual([]);
  });

  it('transfers: the queue with a file that ended and one that is paused', async () => {
    const { page, t } = operator;
    await operator.show('transfers');
    await operator.press(page.getByRole('button', { name: t('queue:pauseAll') }));
    await operator.show('ecp-submit');
    await expectPage(page.getByText(t('queue:submitWaits'))).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
    await operator.press(page.getByRole('button', { name: t('submission:submit'), exact: true }));
    await operator.press(page.getByRole('button', { name: t('submission:replace.yes') }));
    await operator.show('transfers');
    await expectPage(page.getByRole('row').filter({ hasText: t('queue:state.paused') })).toHaveCount(1);
    await expectPage(page.getByRole('row').filter({ hasText: t('queue:state.done') })).toHaveCount(1);
    expect(await findViolations(operator.page)).toEqual([]);
    await operator.press(page.getByRole('button', { name: t('queue:resumeAll') }));
    await expectPage(page.getByRole('row').filter({ hasText: t('queue:state.done') })).toHaveCount(2);
  });
});

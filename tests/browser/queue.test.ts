import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectPage } from '../helpers/expect-page.ts';
import { findViolations } from '../helpers/find-violations.ts';
import type { Operator } from '../helpers/operator.ts';
import { openSftpOperator, SFTP_OPERATOR, type SftpOperator, sftpLooks } from '../helpers/sftp-operator.ts';
import type { TestTerminal } from '../helpers/terminal.ts';

describe.each(sftpLooks)('the queue by keyboard (%s)', (language, options) => {
  let sftp: SftpOperator;
  let terminal: TestTerminal;
  let operator: Operator;
  beforeAll(async () => {
    sftp = await openSftpOperator(language, options);
    ({ terminal, operator } = sftp);
    await operator.logIn('ecp', SFTP_OPERATOR);
    await sftp.registerKey();
  });
  afterEach(() => expect(operator.trespasses).toEqual([]));
  afterAll(() => sftp.close());

  const row = (name: string) => operator.page.getByRole('row').filter({ hasText: name });
  const button = (key: string) => operator.page.getByRole('button', { name: operator.t(`queue:${key}`), exact: true });
  const state = (key: string) => operator.t(`queue:state.${key}`);
  const names = () => operator.page.getByRole('rowheader').locator('.two-lines > :first-child').allTextContents();
  /** Presses a key that moves the focus, and waits for it to have moved: a busy page takes its time. */
  async function moveFocus(key: string): Promise<void> {
    const { page } = operator;
    const before = await page.evaluateHandle(() => document.activeElement);
    await page.keyboard.press(key);
    await expectPage.poll(() => page.evaluate((was) => document.activeElement !== was, before)).toBe(true);
  }
  /** Puts the focus into the table and moves it to a row. */
  async function goToRow(name: string): Promise<void> {
    const { page } = operator;
    const focused = () => page.evaluate(() => document.activeElement?.closest('[role="row"]')?.textContent ?? '');
    await expectPage(row(name)).toBeVisible();
    for (let presses = 0; presses < 80 && (await focused()) === ''; presses += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Control+Home');
    const first = page.getByRole('row').nth(1);
    await expectPage.poll(() => first.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    for (let presses = 0; presses < 20 && !(await focused()).includes(name); presses += 1) await moveFocus('ArrowDown');
    expect(await focused()).toContain(name);
  }

  const inRow = (name: string, words: string) => row(name).getByRole('button', { name: `${words}: ${name}` });
  /** Goes through the cells of a row to one of its buttons. */
  async function goToButton(name: string, words: string): Promise<void> {
    await goToRow(name);
    const target = inRow(name, words);
    await expectPage(target).toBeVisible();
    for (let presses = 0; presses < 20; presses += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) break;
      await moveFocus('ArrowRight');
    }
    await expectPage(target).toBeFocused();
  }

  it('says that nothing is there, and shows next time what was shown last', async () => {
    const { page, t } = operator;
    await operator.show('transfers');
    await expectPage(page.getByText(t('queue:empty'))).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
    await operator.tabTo(page.getByRole('tab', { selected: true }));
    await page.keyboard.press('ArrowRight');
    const downloads = page.getByRole('tab', { name: t('transfers:tab.downloads') });
    await expectPage(downloads).toHaveAttribute('aria-selected', 'true');
    await operator.show('settings');
    await operator.show('transfers');
    await expectPage(downloads).toHaveAttribute('aria-selected', 'true');
    await operator.tabTo(downloads);
    await page.keyboard.press('ArrowLeft');
    await expectPage(button('pauseAll')).toBeVisible();
  });

  it('pauses all, changes the order, holds one, cancels one after a question, and goes on', async () => {
    const { page, t } = operator;
    await operator.press(button('pauseAll'));
    await expectPage(page.getByText(t('queue:queuePaused'))).toBeVisible();
    const [first, second, third] = [await sftp.submit('11'), await sftp.submit('12'), await sftp.submit('13')];
    await expectPage(row(third)).toContainText(state('paused'));
    await goToRow(third);
    await page.keyboard.press('Alt+ArrowUp');
    await expectPage.poll(names).toEqual([first, third, second]);
    await page.keyboard.press('Alt+ArrowUp');
    await expectPage.poll(names).toEqual([third, first, second]);
    await page.keyboard.press('Alt+ArrowDown');
    await expectPage.poll(names).toEqual([first, third, second]);
    await page.keyboard.press('Space');
    await expectPage(row(third).getByRole('button', { name: `${t('queue:resume')}: ${third}` })).toBeVisible();
    await goToRow(second);
    await page.keyboard.press('Delete');
    const dialog = page.getByRole('alertdialog');
    await expectPage(dialog).toContainText(second);
    expect(await findViolations(operator.page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expectPage(dialog).toHaveCount(0);
    await expectPage(row(second)).toContainText(state('paused'));
    await page.keyboard.press('Delete');
    await operator.press(button('cancel.yes'));
    await expectPage(row(second)).toContainText(state('failed'));
    expect(await findViolations(operator.page)).toEqual([]);
    await operator.press(button('resumeAll'));
    await expectPage(row(first)).toContainText(state('done'));
    await expectPage(row(third)).toContainText(state('paused'));
    await goToRow(third);
    await page.keyboard.press('Space');
    await expectPage(row(third)).toContainText(state('done'));
    expect(terminal.practice.control.files()).toHaveLength(2);
  });

  it('explains the row that has the focus, and retries it', async () => {
    const { page, t } = operator;
    const [failed] = (await names()).filter((name) => name.includes('12'));
    await goToRow(failed ?? '');
    await expectPage(page.getByText(t('errors:cancelled.next', { hotline: '', email: '' })).first()).toBeVisible();
    await goToButton(failed ?? '', t('queue:retry'));
    await page.keyboard.press('Enter');
    await expectPage(row(failed ?? '')).toContainText(state('done'));
  });

  it('counts down to the next attempt at a server that is away, and tries now when asked', async () => {
    const { page, t } = operator;
    const { control } = terminal.practice;
    for (const endpoint of ['sftp/connect', 'sftp/open'] as const) {
      control.addFault({ endpoint, fault: { kind: 'reset' }, count: 100 });
    }
    const name = await sftp.submit('14');
    await expectPage(row(name)).toContainText(state('retrying'));
    await expectPage(page.getByText(t('queue:serverSilent'))).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
    // An attempt that begins by itself takes the button away for a moment: then the walk to it begins anew.
    await expectPage(() => goToButton(name, t('queue:tryNow'))).toPass({ timeout: 60_000 });
    control.clearFaults();
    await page.keyboard.press('Enter');
    await expectPage(row(name)).toContainText(state('done'));
    await expectPage(page.getByText(t('queue:serverSilent'))).toHaveCount(0);
  });

  it('keeps the speed limit, lists a part of the queue, and clears what ended', async () => {
    const { page, t } = operator;
    await operator.press(page.getByRole('button', { name: new RegExp(t('queue:speedLimit')) }));
    await page.getByRole('option', { name: '1.0 MB/s' }).press('Enter');
    await expect
      .poll(async () => (await sftp.call('settings/get', {})) as object)
      .toMatchObject({ speedLimitKilobytesPerSecond: 1024 });
    await operator.press(page.getByRole('button', { name: new RegExp(t('queue:show')) }));
    await page.getByRole('option', { name: t('queue:filter.attention') }).press('Enter');
    await expectPage(page.getByText(t('queue:empty'))).toBeVisible();
    await operator.press(page.getByRole('button', { name: new RegExp(t('queue:show')) }));
    await page.getByRole('option', { name: t('queue:filter.all') }).press('Enter');
    await expectPage.poll(async () => (await names()).length).toBe(4);
    await operator.press(button('clearDone'));
    await expectPage(page.getByText(t('queue:empty'))).toBeVisible();
  });
});

import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectPage } from '../helpers/expect-page.ts';
import { findViolations } from '../helpers/find-violations.ts';
import type { Operator } from '../helpers/operator.ts';
import { openSftpOperator, SFTP_OPERATOR, type SftpOperator, sftpLooks } from '../helpers/sftp-operator.ts';
import type { TestTerminal } from '../helpers/terminal.ts';
import { drop, filesBelow, localPaths } from '../helpers/watch-terminal.ts';

describe.each(sftpLooks)('watch folders by keyboard (%s)', (language, options) => {
  let sftp: SftpOperator;
  let terminal: TestTerminal;
  let operator: Operator;
  let root: string;
  beforeAll(async () => {
    sftp = await openSftpOperator(language, options);
    ({ terminal, operator } = sftp);
    root = path.join(terminal.folder, 'data', 'files');
    await operator.logIn('ecp', SFTP_OPERATOR);
  });
  afterAll(() => sftp.close());

  const row = () => operator.page.getByRole('row').filter({ hasText: 'SD-1' }).first();
  const cell = (column: number) => row().getByRole('cell').nth(column);
  const settings = () =>
    operator.page.getByRole('button', { name: operator.t('watch:setOf', { folder: 'SD-1' }), exact: true });

  async function check(label: string): Promise<void> {
    const box = operator.page.getByRole('checkbox', { name: label });
    await operator.tabTo(box);
    await operator.page.keyboard.press('Space');
    await expectPage(box).toBeChecked();
  }

  it('are all off at first, and say where they are and why nothing is sent', async () => {
    const { page, t } = operator;
    await operator.show('transfers');
    await operator.tabTo(page.getByRole('tab', { selected: true }));
    await page.keyboard.press('End');
    await expectPage(page.getByRole('tab', { name: t('transfers:tab.watch') })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    await expectPage(page.getByText(root)).toBeVisible();
    await expectPage(page.getByText(t('watch:lease.none'))).toBeVisible();
    await expectPage(cell(0)).toContainText(t('watch:state.off'));
  });

  it('tell where each of them is, as the preview cannot open a file manager', async () => {
    const { page, t } = operator;
    const menu = page.getByRole('button', { name: t('place:foldersOf', { folder: 'SD-1' }), exact: true });
    for (const [presses, kind] of (['outbox', 'inbox', 'archive', 'error'] as const).entries()) {
      await operator.press(menu);
      await expectPage(page.getByRole('menu')).toBeVisible();
      if (kind === 'inbox') {
        expect(await findViolations(operator.page)).toEqual([]);
        await page.screenshot({ path: `test-results/watch-menu-${language}.png`, fullPage: true });
      }
      const item = page.getByRole('menuitem', { name: t(`place:kind.${kind}`), exact: true });
      for (let press = 0; press < presses; press += 1) await page.keyboard.press('ArrowDown');
      await expectPage(item).toBeFocused();
      await page.keyboard.press('Enter');
      const folder = path.join(root, 'SD1', kind);
      await expectPage(page.getByText(folder, { exact: true })).toBeVisible();
      await expectPage(page.getByText(t('place:copied'))).toBeVisible();
      expect(await sftp.pasted()).toBe(folder);
    }
    const strange = { folderId: '../..', kind: 'inbox' };
    expect(await terminal.app.dispatch('place/showFolder', strange)).toMatchObject({ error: { code: 'place-gone' } });
  });

  it('say what follows from switching one on, and then that there is no key', async () => {
    const { page, t } = operator;
    await operator.press(settings());
    await check(t('watch:switchOn', { folder: 'SD-1' }));
    await expectPage(page.getByText(t('watch:confirmOn', { folder: 'SD-1' }))).toBeVisible();
    await check(t('watch:late'));
    expect(await findViolations(operator.page)).toEqual([]);
    await page.screenshot({ path: `test-results/watch-form-${language}.png`, fullPage: true });
    await operator.press(page.getByRole('button', { name: t('watch:saveOn'), exact: true }));
    await expectPage(cell(0)).toContainText(t('watch:state.on'));
    await expectPage(page.getByText(t('errors:sftp-key-missing.message'))).toBeVisible();
  });

  it('send what is put into the outbox, and count what became of it', async () => {
    const { page, t } = operator;
    await sftp.makeKnownKey();
    await operator.show('transfers');
    await drop(root, 'SD_01234_20260512.csv');
    await drop(root, 'SD_09999_20260512.csv');
    await expectPage(cell(3)).toHaveText('1', { timeout: 20_000 });
    await expectPage(cell(4)).toHaveText('1');
    await expectPage(page.getByText(t('errors:draft-refused.message'))).toBeVisible();
    expect(terminal.practice.control.files()).toMatchObject([{ fileName: 'SD_01234_20260512.csv', channel: 'sftp' }]);
    expect(await filesBelow(localPaths(root).error)).toEqual([
      'SD_09999_20260512.csv',
      'SD_09999_20260512.csv.why.txt',
    ]);
  });

  it('show the file of a terminal that is gone, and put it back after saying what it risks', async () => {
    const { page, t } = operator;
    const fileName = 'SD_01235_20260513.csv';
    const folder = path.join(localPaths(root).outbox, '.sending', randomUUID());
    const claim = path.join(folder, randomUUID());
    await mkdir(claim, { recursive: true });
    await writeFile(path.join(folder, 'terminal.json'), JSON.stringify({ pc: 'DESK-7' }));
    await writeFile(path.join(claim, fileName), 'a,b\n1,2\n');
    const back = page.getByRole('button', { name: t('watch:giveBack', { fileName }), exact: true });
    await expectPage(back).toBeVisible({ timeout: 20_000 });
    await operator.press(back);
    await expectPage(page.getByText(t('watch:confirmGiveBack.title', { fileName }))).toBeVisible();
    await expectPage(page.getByRole('button', { name: t('watch:confirmGiveBack.no') })).toBeFocused();
    expect(await findViolations(operator.page)).toEqual([]);
    await page.screenshot({ path: `test-results/watch-${language}.png`, fullPage: true });
    await operator.press(page.getByRole('button', { name: t('watch:confirmGiveBack.yes'), exact: true }));
    await expectPage(cell(3)).toHaveText('2', { timeout: 20_000 });
    expect(operator.trespasses).toEqual([]);
  });
});

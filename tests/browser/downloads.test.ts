import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putResult } from '../helpers/download-setup.ts';
import { expectPage } from '../helpers/expect-page.ts';
import { findViolations } from '../helpers/find-violations.ts';
import type { Operator } from '../helpers/operator.ts';
import { openSftpOperator, SFTP_OPERATOR, type SftpOperator, sftpLooks } from '../helpers/sftp-operator.ts';
import type { TestTerminal } from '../helpers/terminal.ts';

const FILE = { name: 'SD_01234_20260512.csv', content: 'ref,code,side,qty\n1,00005,B,400\n' };
const RESPONSE = `${FILE.name}.response.csv`;

describe.each(sftpLooks)('files from the exchange by keyboard (%s)', (language, options) => {
  let sftp: SftpOperator;
  let terminal: TestTerminal;
  let operator: Operator;
  beforeAll(async () => {
    sftp = await openSftpOperator(language, options);
    ({ terminal, operator } = sftp);
    await operator.logIn('ecp', SFTP_OPERATOR);
  });
  afterAll(() => sftp.close());

  const row = (name: string) => operator.page.getByRole('row').filter({ hasText: name }).first();
  const inbox = () => path.join(terminal.folder, 'data', 'files', 'SD1', 'inbox');

  it('says that a key is needed, and leads to it', async () => {
    const { page, t } = operator;
    await operator.show('transfers');
    await operator.tabTo(page.getByRole('tab', { selected: true }));
    await page.keyboard.press('ArrowRight');
    await expectPage(page.getByText(t('downloads:neverLooked'))).toBeVisible();
    const tab = page.getByRole('tab', { name: t('transfers:tab.downloads') });
    await expectPage(tab).toHaveAttribute('aria-selected', 'true');
    await expectPage(tab).toBeFocused();
    await page.keyboard.press('Control+Enter');
    await expectPage(page.getByText(t('errors:sftp-key-missing.message'))).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
    await page.screenshot({ path: `test-results/downloads-no-key-${language}.png`, fullPage: true });
    await operator.press(page.getByRole('main').getByRole('button', { name: t('downloads:goToAccount'), exact: true }));
    await sftp.makeKnownKey();
  });

  it('fetches the response to a submission, and attaches it', async () => {
    const { page, t } = operator;
    await operator.show('ecp-submit');
    await operator.choose(page.getByRole('button', { name: t('submission:chooseFile') }), [FILE]);
    await operator.press(page.getByRole('button', { name: t('submission:submit'), exact: true }));
    await expectPage(page.getByText(t('submission:state.confirmed'), { exact: true })).toBeVisible();
    await operator.show('transfers');
    await operator.press(page.getByRole('button', { name: t('downloads:fetch'), exact: true }));
    await expectPage(row(RESPONSE)).toContainText(t('downloads:state.delivered'));
    await expectPage(row(RESPONSE)).toContainText(t('downloads:note.proof.checksum'));
    await expectPage(row(RESPONSE).getByRole('cell', { name: FILE.name, exact: true })).toBeVisible();
    expect(existsSync(path.join(inbox(), RESPONSE))).toBe(true);
    await operator.show('ecp-submit');
    await operator.press(page.getByRole('button', { name: `${t('submission:receipt')}: ${FILE.name}` }));
    await expectPage(page.getByRole('dialog')).toContainText(RESPONSE);
    expect(await findViolations(operator.page)).toEqual([]);
    await page.screenshot({ path: `test-results/downloads-receipt-${language}.png`, fullPage: true });
    await page.keyboard.press('Escape');
  });

  it('copies where a file was put, as the preview cannot open a file manager', async () => {
    const { page, t } = operator;
    const file = path.join(inbox(), RESPONSE);
    await operator.show('transfers');
    await operator.press(page.getByRole('button', { name: `${t('place:copyPath')}: ${RESPONSE}`, exact: true }));
    await expectPage(page.getByText(t('place:copied'))).toBeVisible();
    await expectPage(page.getByText(file, { exact: true })).toBeVisible();
    expect(await sftp.pasted()).toBe(file);
    expect(await findViolations(operator.page)).toEqual([]);
    rmSync(file);
    await operator.press(page.getByRole('button', { name: `${t('place:copyPath')}: ${RESPONSE}`, exact: true }));
    await expectPage(page.getByText(t('errors:place-gone.message'))).toBeVisible();
    expect(await terminal.app.dispatch('place/showDownload', { downloadId: '../../x' })).toMatchObject({ ok: false });
  });

  it('tells what was not delivered and why, and fetches it again by a press', async () => {
    const { page, t } = operator;
    const stateFolder = path.join(terminal.folder, 'exchange');
    const put = (name: string, file: Parameters<typeof putResult>[2]) => putResult(stateFolder, name, file);
    put('SD_01234_20260511.csv.process.csv', {
      content: 'spoilt\r\n',
      sha256: '0'.repeat(64),
      modifiedAt: 1_778_544_000_000,
    });
    put('notice.pdf', { content: 'not complete', sha256: null });
    terminal.practice.control.addFault({ endpoint: 'sftp/list', fault: { kind: 'strange-names' }, count: 30 });
    await operator.show('transfers');
    await page.keyboard.press('Control+Enter');
    await expectPage(row('20260511')).toContainText(t('downloads:state.checksum-differs'));
    await expectPage(page.getByText(t('errors:download-checksum-missing.message'))).toBeVisible();
    await expectPage(page.getByText(t('downloads:passedOver', { folder: 'SD1', count: 7 }))).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
    await page.screenshot({ path: `test-results/downloads-${language}.png`, fullPage: true });
    put('SD_01234_20260511.csv.process.csv', { content: 'spoilt\r\n', modifiedAt: 1_778_544_000_000 });
    const again = `${t('downloads:retry')}: SD_01234_20260511.csv.process.csv`;
    await operator.press(page.getByRole('button', { name: again, exact: true }));
    await expectPage(row('20260511')).toContainText(t('downloads:state.delivered'));
    expect(readdirSync(inbox()).filter((name) => !name.startsWith('.'))).toHaveLength(1);
  });

  it('looks only, fetches one file, and remembers how often to look', async () => {
    const { page, t } = operator;
    terminal.practice.control.clearFaults();
    putResult(path.join(terminal.folder, 'exchange'), 'later.csv', { content: 'a,b\r\n' });
    await operator.press(page.getByRole('button', { name: t('downloads:look'), exact: true }));
    await expectPage(row('later.csv')).toContainText(t('downloads:state.new'));
    await operator.press(page.getByRole('button', { name: `${t('downloads:fetchOne')}: later.csv`, exact: true }));
    await expectPage(row('later.csv')).toContainText(t('downloads:state.delivered'));
    await operator.press(page.getByRole('button', { name: new RegExp(t('downloads:every')) }));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expectPage(page.getByRole('button', { name: new RegExp(t('downloads:every')) })).toContainText(
      t('downloads:everyChoice.minutes', { count: 5 }),
    );
    await page.reload();
    await operator.show('transfers');
    await expectPage(page.getByRole('button', { name: new RegExp(t('downloads:every')) })).toContainText('5');
    expect(operator.trespasses).toEqual([]);
  });
});

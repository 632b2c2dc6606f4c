import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putResult } from '../helpers/download-setup.ts';
import { expectPage } from '../helpers/expect-page.ts';
import { findOverflow } from '../helpers/find-overflow.ts';
import { openSftpOperator, SFTP_OPERATOR, type SftpOperator, sftpLooks } from '../helpers/sftp-operator.ts';

const RESULT = 'SD_01234_20260511.csv.process.csv';

/** At 1,024 x 768 nothing has to be scrolled sideways: what can be done with a row is within the window. */
describe.each(sftpLooks)('every table in a narrow window (%s)', (language) => {
  let sftp: SftpOperator;
  beforeAll(async () => {
    sftp = await openSftpOperator(language, {});
    await sftp.operator.page.setViewportSize({ width: 1024, height: 768 });
    await sftp.operator.logIn('ecp', SFTP_OPERATOR);
    await sftp.registerKey();
  });
  afterAll(() => sftp.close());

  async function expectToFit(name: string): Promise<void> {
    const { page } = sftp.operator;
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `test-results/narrow-${name}-${language}-${colorScheme}.png` });
      expect.soft(await findOverflow(page)).toEqual([]);
    }
  }

  it('Connection, with a server that is away', async () => {
    const { operator, terminal } = sftp;
    const { page, t } = operator;
    await operator.show('connection');
    terminal.practice.control.addFault({ endpoint: 'sftp/connect', fault: { kind: 'reset' }, count: 1 });
    await operator.press(page.getByRole('button', { name: t('diagnostics:start'), exact: true }));
    await expectPage(page.getByText(t('diagnostics:result.failed'))).toBeVisible();
    await expectToFit('connection');
  });

  it('SFTP, with its keys', async () => {
    const { operator } = sftp;
    const { page, t } = operator;
    await sftp.call('sftp/makeKey', { kind: 'rsa-4096', userName: SFTP_OPERATOR, expiresAt: Date.now() + 86_400_000 });
    await operator.show('ecp-sftp');
    await operator.press(sftp.button('publicKey').first());
    await expectPage(page.getByRole('button', { name: t('sftp:copyPublicKey') })).toBeVisible();
    await expectToFit('sftp');
  });

  it('the queue, with files that wait, that failed and that are tried again', async () => {
    const { operator, terminal } = sftp;
    const { page, t } = operator;
    const row = (name: string) => page.getByRole('row').filter({ hasText: name });
    const state = (key: string) => t(`queue:state.${key}`);
    await operator.show('transfers');
    const done = await sftp.submit('10');
    await expectPage(row(done)).toContainText(state('done'));
    await sftp.call('queue/pause', { submissionId: null });
    const names = [await sftp.submit('11'), await sftp.submit('12'), await sftp.submit('13')];
    await expectPage(row(names[2] ?? '')).toContainText(state('paused'));
    await expectToFit('queue-paused');
    for (const endpoint of ['sftp/connect', 'sftp/open'] as const) {
      terminal.practice.control.addFault({ endpoint, fault: { kind: 'reset' }, count: 100 });
    }
    await sftp.call('queue/resume', { submissionId: null });
    await expectPage(row(names[0] ?? '')).toContainText(state('retrying'));
    await expectToFit('queue-retrying');
    terminal.practice.control.clearFaults();
    await row(names[0] ?? '')
      .getByRole('button', { name: t('queue:tryNow') })
      .click();
    for (const name of names) await expectPage(row(name)).toContainText(state('done'));
  });

  it('Downloads, with a file that differs and names that are long', async () => {
    const { operator, terminal } = sftp;
    const { page, t } = operator;
    const stateFolder = path.join(terminal.folder, 'exchange');
    putResult(stateFolder, RESULT, { content: 'spoilt\r\n', sha256: '0'.repeat(64) });
    await operator.show('transfers');
    await page.getByRole('tab', { name: t('transfers:tab.downloads') }).click();
    await operator.press(page.getByRole('button', { name: t('downloads:fetch'), exact: true }));
    await expectPage(page.getByText(t('downloads:state.checksum-differs')).first()).toBeVisible();
    await expectPage(page.getByText(t('downloads:state.delivered')).first()).toBeVisible();
    await expectToFit('downloads');
    // Dates and endings are not broken: each part of a name is in one line.
    const parts = await page.getByRole('rowheader').evaluateAll((headers) =>
      headers.flatMap((header) => {
        const lineOf = document.createRange();
        return [...header.childNodes].flatMap((node) => {
          if (!(node instanceof Text)) return [];
          lineOf.selectNodeContents(node);
          return [{ part: node.data, lines: lineOf.getClientRects().length }];
        });
      }),
    );
    expect(parts).toContainEqual({ part: '.csv', lines: 1 });
    expect(parts.filter(({ lines }) => lines !== 1)).toEqual([]);
  });

  it('Watch folders, with a file in error', async () => {
    const { operator, terminal } = sftp;
    const { page, t } = operator;
    const choice = { folderId: 'SD1', identity: 'SEHK Participant', participantCode: null, replace: false, late: true };
    await sftp.call('watch/configure', { ...choice, on: true });
    const outbox = path.join(terminal.folder, 'data', 'files', 'SD1', 'outbox');
    mkdirSync(outbox, { recursive: true });
    for (const name of ['SD_01235_20260512.csv', 'SD_09999_20260512.csv']) {
      writeFileSync(path.join(outbox, name), 'ref,code\n1,00005\n');
    }
    await operator.show('transfers');
    await page.getByRole('tab', { name: t('transfers:tab.watch') }).click();
    await expectPage(page.getByText(t('errors:draft-refused.message'))).toBeVisible({ timeout: 30_000 });
    await expectToFit('watch');
  });

  it('Submit, with files of several outcomes', async () => {
    const { operator, terminal } = sftp;
    const { page, t } = operator;
    terminal.practice.control.addFault({ endpoint: 'api/submit', fault: { kind: 'wrong-checksum' }, count: 1 });
    await operator.show('ecp-submit');
    const file = { name: 'SD_01234_20260520.csv', content: 'ref,code\n1,00005\n' };
    await operator.choose(page.getByRole('button', { name: t('submission:chooseFile') }), [file]);
    await operator.press(page.getByRole('button', { name: t('submission:submit'), exact: true }));
    await expectPage(page.getByText(t('submission:state.failed'), { exact: true }).first()).toBeVisible();
    await sftp.call('settings/change', { speedLimitKilobytesPerSecond: 64 });
    const sending = await sftp.submit('14', '1,00005,B,400\n'.repeat(500_000));
    await expectPage(page.getByRole('progressbar', { name: t('submission:sending', { name: sending }) })).toBeVisible();
    await expectToFit('submit');
    await operator.show('transfers');
    await page.getByRole('tab', { name: t('transfers:tab.queue') }).click();
    await expectPage(page.getByRole('row').filter({ hasText: sending })).toContainText('/s');
    await expectToFit('queue-running');
    await page.getByRole('button', { name: `${t('queue:cancel.open')}: ${sending}` }).click();
    await page.getByRole('button', { name: t('queue:cancel.yes') }).click();
  });

  it('Activity, alone and with the details of a file', async () => {
    const { operator } = sftp;
    const { page, t } = operator;
    await operator.show('ecp-activity');
    const row = page.getByRole('row').nth(1);
    await expectPage(row).toBeVisible();
    await expectToFit('activity');
    await row.focus();
    await page.keyboard.press('Enter');
    await expectPage(page.getByRole('complementary', { name: t('activity:details') })).toBeVisible();
    await expectToFit('activity-details');
  });
});

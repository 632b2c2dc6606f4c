import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectPage } from '../helpers/expect-page.ts';
import { findViolations } from '../helpers/find-violations.ts';
import type { Operator } from '../helpers/operator.ts';
import { openSftpOperator, type SftpOperator, sftpLooks } from '../helpers/sftp-operator.ts';

const FILE = { name: 'SD_01234_20260512.csv', content: 'ref,code,side,qty\n1,00005,B,400\n' };

describe.each(sftpLooks)('submitting by SFTP by keyboard (%s)', (language, options) => {
  let sftp: SftpOperator;
  let operator: Operator;
  beforeAll(async () => {
    sftp = await openSftpOperator(language, options);
    operator = sftp.operator;
  });
  afterAll(() => sftp.close());

  const channels = () => operator.page.getByRole('radiogroup', { name: operator.t('submission:channel.label') });

  it('offers no choice of the channel without a key', async () => {
    await operator.logIn('ecp', 'chan@firm.example');
    await operator.show('ecp-submit');
    await operator.choose(operator.page.getByRole('button', { name: operator.t('submission:chooseFile') }), [FILE]);
    await expectPage(
      operator.page.getByRole('button', { name: operator.t('submission:submit'), exact: true }),
    ).toBeEnabled();
    await expectPage(channels()).toHaveCount(0);
  });

  it('makes and registers a key, chooses SFTP, and says confirmed by the SHA-256 of the exchange', async () => {
    const { page, t } = operator;
    await sftp.makeKnownKey();
    await operator.show('ecp-submit');
    await operator.tabTo(channels().getByRole('radio', { checked: true }));
    await page.keyboard.press('ArrowRight');
    await expectPage(channels().getByRole('radio', { name: t('submission:channel.sftp') })).toBeChecked();
    expect(await findViolations(sftp.operator.page)).toEqual([]);
    await operator.press(page.getByRole('button', { name: t('submission:submit'), exact: true }));
    await expectPage(page.getByText(t('submission:state.confirmed'), { exact: true })).toBeVisible();
    await expectPage(page.getByRole('rowheader').filter({ hasText: '· SFTP' })).toBeVisible();
    expect(sftp.terminal.practice.control.files()).toMatchObject([{ fileName: FILE.name, channel: 'sftp' }]);
  });
});

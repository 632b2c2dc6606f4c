import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectPage } from '../helpers/expect-page.ts';
import { findViolations } from '../helpers/find-violations.ts';
import type { Operator } from '../helpers/operator.ts';
import { openSftpOperator, SFTP_OPERATOR, type SftpOperator, sftpLooks } from '../helpers/sftp-operator.ts';

const FILE = { name: 'SD_01234_20260520.csv', content: 'ref,code\n1,00005\n' };

describe.each(sftpLooks)('a checksum that differs (%s)', (language, options) => {
  let sftp: SftpOperator;
  let operator: Operator;
  beforeAll(async () => {
    sftp = await openSftpOperator(language, options);
    ({ operator } = sftp);
    await operator.logIn('ecp', SFTP_OPERATOR);
    await sftp.registerKey();
  });
  afterAll(() => sftp.close());

  const row = (name: string) => operator.page.getByRole('row').filter({ hasText: name });
  const inRow = (name: string, key: string) =>
    row(name).getByRole('button', { name: `${operator.t(key)}: ${name}`, exact: true });
  const next = (key: string) => operator.t(`errors:${key}.next`, { ...sftp.terminal.practice.profile.help });

  it('stated by the exchange: says to call and not to send again, and offers no retry', async () => {
    const { page, t } = operator;
    sftp.terminal.practice.control.addFault({ endpoint: 'api/submit', fault: { kind: 'wrong-checksum' }, count: 1 });
    await operator.show('ecp-submit');
    await operator.choose(page.getByRole('button', { name: t('submission:chooseFile') }), [FILE]);
    await operator.press(page.getByRole('button', { name: t('submission:submit'), exact: true }));
    await expectPage(row(FILE.name)).toContainText(t('submission:state.failed'));
    await expectPage(row(FILE.name)).toContainText(next('checksum-differs'));
    await expectPage(inRow(FILE.name, 'submission:receipt')).toBeVisible();
    await expectPage(inRow(FILE.name, 'submission:retry')).toHaveCount(0);
    expect(await findViolations(page)).toEqual([]);
    await page.screenshot({ path: `test-results/checksum-differs-${language}.png` });
    await operator.show('transfers');
    await expectPage(inRow(FILE.name, 'activity:lookUp')).toBeVisible();
    await expectPage(inRow(FILE.name, 'queue:retry')).toHaveCount(0);
    await page.screenshot({ path: `test-results/checksum-differs-queue-${language}.png` });
  });

  it('leads to what the exchange has now, without sending and without touching the outcome', async () => {
    const { page, t } = operator;
    await operator.show('ecp-submit');
    await operator.press(inRow(FILE.name, 'activity:lookUp'));
    await expectPage(page.getByRole('searchbox', { name: t('activity:search') })).toHaveValue(FILE.name);
    await expectPage(row(FILE.name)).toHaveCount(1);
    expect(sftp.terminal.practice.control.files()).toHaveLength(1);
    const [submission] = await sftp.call('submission/list', { limit: 1 });
    expect(submission).toMatchObject({ state: 'failed', error: { code: 'checksum-differs', retry: 'never' } });
  });

  it('found while it was sent: says that it was changed on its way, and a retry confirms it', async () => {
    const { t } = operator;
    sftp.terminal.practice.control.addFault({ endpoint: 'sftp/stat', fault: { kind: 'wrong-size' }, count: 1 });
    const name = await sftp.submit('21');
    await operator.show('ecp-submit');
    await expectPage(row(name)).toContainText(t('errors:detail.changedOnTheWay.message'));
    await expectPage(row(name)).not.toContainText(t('errors:checksum-differs.message'));
    await expectPage(inRow(name, 'activity:lookUp')).toHaveCount(0);
    await operator.press(inRow(name, 'submission:retry'));
    await expectPage(row(name)).toContainText(t('submission:state.confirmed'));
    expect(operator.trespasses).toEqual([]);
  });
});

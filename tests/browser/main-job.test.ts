import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectPage } from '../helpers/expect-page.ts';
import { type Operator, openOperator } from '../helpers/operator.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';

const FIRST = { name: 'SD_01234_20260512.csv', content: 'ref,code,side,qty\n1,00005,B,400\n' };
const CORRECTED = { ...FIRST, content: 'ref,code,side,qty\n1,00005,B,4000\n' };
const TAMPERED = { ...FIRST, content: 'ref,code,side,qty\n1,00005,B,4001\n' };
const ELSEWHERE = { name: 'notes.csv', content: 'never,sent\n' };

describe.each(['en', 'zh-Hant'] as const)('the main job by keyboard alone, %s', (language) => {
  let terminal: TestTerminal;
  let operator: Operator;
  beforeAll(async () => {
    terminal = await openTerminal();
    operator = await openOperator(terminal, language);
  });
  afterAll(async () => {
    await operator.close();
    await terminal.close();
  });

  it('logs in to CCMS with an OTP, which the exchange then shows', async () => {
    await operator.logIn('ccms', 'CHANTM');
    expect(terminal.practice.control.logins()).toMatchObject([{ realm: 'ccms', userId: 'CHANTM', method: '2fa' }]);
  });

  it('logs in to ECP through Client Connect', async () => {
    await operator.logIn('ecp', 'chan@firm.example');
    expect(terminal.practice.control.logins()).toHaveLength(2);
  });

  it('predicts 4505 for a wrong Input Date, and corrects it with one key', async () => {
    const { page, t } = operator;
    await operator.show('ecp-submit');
    await operator.choose(page.getByRole('button', { name: t('submission:chooseFile') }), [FIRST]);
    const date = page.getByRole('textbox', { name: t('submission:inputDate'), exact: true });
    await expectPage(date).toHaveValue('2026-05-12');
    await operator.tabTo(date);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('2026-05-11');
    await expectPage(page.getByText('4505', { exact: true })).toBeVisible();
    await expectPage(page.getByRole('button', { name: t('submission:submit'), exact: true })).toBeDisabled();
    await operator.press(page.getByRole('button', { name: t('submission:useValue', { value: '2026-05-12' }) }));
    await expectPage(date).toHaveValue('2026-05-12');
    await expectPage(page.getByText('4505', { exact: true })).toBeHidden();
  });

  it('submits, and says confirmed when the SHA-256 of the exchange equals ours', async () => {
    const { page, t } = operator;
    await operator.press(page.getByRole('button', { name: t('submission:submit'), exact: true }));
    await expectPage(page.getByText(t('submission:state.confirmed'), { exact: true })).toBeVisible();
    expect(terminal.practice.control.files()).toMatchObject([{ fileName: FIRST.name, status: 'accepted' }]);
  });

  it('asks before a corrected file of that name replaces the first', async () => {
    const { page, t } = operator;
    await operator.choose(page.getByRole('button', { name: t('submission:chooseFile') }), [CORRECTED]);
    await operator.press(page.getByRole('button', { name: t('submission:submit'), exact: true }));
    await expectPage(page.getByText(t('submission:replace.title'))).toBeVisible();
    expect(terminal.practice.control.files()).toHaveLength(1);
    await operator.press(page.getByRole('button', { name: t('submission:replace.yes') }));
    await expectPage(page.getByText(t('submission:state.confirmed'), { exact: true })).toHaveCount(2);
    expect(terminal.practice.control.files().map((file) => file.status)).toEqual(['accepted', 'replaced']);
  });

  it('lists what the exchange has beside what was sent', async () => {
    const { page, t } = operator;
    await operator.show('ecp-activity');
    const table = page.getByRole('grid');
    await expectPage(table.getByRole('row', { name: new RegExp(FIRST.name) })).toHaveCount(2);
    await expectPage(table.getByText(t('activity:verdict.matched'), { exact: true })).toHaveCount(1);
    await expectPage(table.getByText(t('activity:verdict.replaced'), { exact: true })).toHaveCount(1);
  });

  it.each([
    ['matched', CORRECTED],
    ['differs', TAMPERED],
    ['not-found', ELSEWHERE],
  ] as const)('checks a local file: %s', async (outcome, file) => {
    const { page, t } = operator;
    await operator.choose(page.getByRole('button', { name: t('activity:check.choose') }), [file]);
    const answer = page.getByRole('region', { name: t('activity:check.title') });
    await expectPage(answer.getByText(t(`activity:check.${outcome}`), { exact: true })).toBeVisible();
  });

  it('logs out of both realms', async () => {
    const { page, t } = operator;
    for (const realm of ['ccms', 'ecp']) {
      const name = t('app:status.logOutOf', { realm: t(`app:realm.${realm}`) });
      await operator.press(page.getByRole('button', { name }));
      await expectPage(page.getByRole('button', { name })).toBeHidden();
    }
    await expect.poll(() => terminal.practice.control.logins()).toEqual([]);
  });

  it('never went against its policy, and never left its origin', () => {
    expect(operator.trespasses).toEqual([]);
  });
});

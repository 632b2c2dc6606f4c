import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserOptions } from '../helpers/browser.ts';
import { expectPage } from '../helpers/expect-page.ts';
import { memoryCredentials } from '../helpers/memory-credentials.ts';
import { type Operator, openOperator } from '../helpers/operator.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';

const FILE = { name: 'SD_01234_20260512.csv', content: 'ref,code,side,qty\n1,00005,B,400\n' };
const looks: readonly (readonly ['en' | 'zh-Hant', BrowserOptions])[] = [
  ['en', { colorScheme: 'light' }],
  ['zh-Hant', { colorScheme: 'dark' }],
];

describe.each(looks)('submitting by SFTP by keyboard (%s)', (language, options) => {
  let terminal: TestTerminal;
  let operator: Operator;
  beforeAll(async () => {
    terminal = await openTerminal({ credentials: memoryCredentials() });
    operator = await openOperator(terminal, language, options);
  });
  afterAll(async () => {
    await operator.close();
    await terminal.close();
  });

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
    const button = (key: string) => page.getByRole('main').getByRole('button', { name: t(`sftp:${key}`), exact: true });
    await operator.show('ecp-sftp');
    await operator.press(button('make.open'));
    await operator.press(button('make.do'));
    await operator.press(button('register'));
    await expectPage(page.getByRole('cell', { name: t('sftp:registration.registered') })).toBeVisible();
    await operator.show('ecp-submit');
    await operator.tabTo(channels().getByRole('radio', { checked: true }));
    await page.keyboard.press('ArrowRight');
    await expectPage(channels().getByRole('radio', { name: t('submission:channel.sftp') })).toBeChecked();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.flatMap(({ nodes }) => nodes.map(({ html }) => html.slice(0, 160)))).toEqual([]);
    await operator.press(page.getByRole('button', { name: t('submission:submit'), exact: true }));
    await expectPage(page.getByText(t('submission:state.confirmed'), { exact: true })).toBeVisible();
    await expectPage(page.getByRole('rowheader').filter({ hasText: '· SFTP' })).toBeVisible();
    expect(terminal.practice.control.files()).toMatchObject([{ fileName: FILE.name, channel: 'sftp' }]);
  });
});

import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePrivateKey } from '../../main/sftp-account/make-private-key.ts';
import { privateKeyText } from '../../main/sftp-account/private-key-text.ts';
import { expectPage } from '../helpers/expect-page.ts';
import { findViolations } from '../helpers/find-violations.ts';
import type { Operator } from '../helpers/operator.ts';
import { openSftpOperator, type SftpOperator, sftpLooks } from '../helpers/sftp-operator.ts';

describe.each(sftpLooks)('the SFTP account by keyboard (%s)', (language, options) => {
  let sftp: SftpOperator;
  let operator: Operator;
  beforeAll(async () => {
    sftp = await openSftpOperator(language, options);
    operator = sftp.operator;
  });
  afterAll(() => sftp.close());
  const button = (key: string) => sftp.button(key);
  const row = (fingerprint: string) => operator.page.getByRole('row').filter({ hasText: fingerprint });

  it('tells a user with EU_ECPSFTP only why the web pages are closed, and leads to the account', async () => {
    const { page, t } = operator;
    await operator.logIn('ecp', 'sftp@firm.example');
    for (const screen of ['ecp-submit', 'ecp-activity'] as const) {
      await operator.show(screen);
      await expectPage(page.getByText(t('sftp:webClosed'))).toBeVisible();
      expect(await findViolations(sftp.operator.page)).toEqual([]);
    }
    await operator.press(button('title'));
    await expectPage(page.getByText(t('sftp:identity', { user: 'sftp@firm.example' }))).toBeVisible();
    await expectPage(page.getByText(t('sftp:noAddresses'))).toBeVisible();
  });

  it('makes a key, shows and saves its public half, registers it and an address', async () => {
    const { page, t } = operator;
    await operator.press(button('make.open'));
    expect(await findViolations(sftp.operator.page)).toEqual([]);
    await operator.press(button('make.do'));
    await expectPage(page.getByRole('rowheader', { name: 'Ed25519 256' })).toBeVisible();
    await expectPage(page.getByText(t('sftp:registration.not-registered'))).toBeVisible();
    await operator.press(button('publicKey'));
    await expectPage(page.getByText(/^ssh-ed25519 AAAA\S+ sftp@firm\.example$/)).toBeVisible();
    expect(await findViolations(sftp.operator.page)).toEqual([]);
    const saved = page.waitForEvent('download');
    await operator.press(button('saveRfc4716'));
    expect(await readFile(await (await saved).path(), 'utf8')).toMatch(/^---- BEGIN SSH2 PUBLIC KEY ----\n/);
    await operator.press(button('register'));
    await expectPage(page.getByRole('cell', { name: t('sftp:registration.registered') })).toBeVisible();
    await operator.tabTo(page.getByRole('textbox', { name: t('sftp:newAddress') }));
    await page.keyboard.type('127.0.0.1');
    await page.keyboard.press('Enter');
    await expectPage(page.getByRole('listitem').filter({ hasText: '127.0.0.1' })).toBeVisible();
    expect(await findViolations(sftp.operator.page)).toEqual([]);
  });

  it('imports a second key, refuses what is none, and removes after a yes', async () => {
    const { page, t } = operator;
    await operator.press(button('import.open'));
    await operator.choose(button('import.choose'), [{ name: 'notes.txt', content: 'hello' }]);
    await operator.press(button('import.do'));
    await expectPage(page.getByText(t('errors:sftp-key-unreadable.message'))).toBeVisible();
    expect(await findViolations(sftp.operator.page)).toEqual([]);
    const content = privateKeyText(await makePrivateKey('rsa-3072'));
    await operator.choose(button('import.choose'), [{ name: 'id_rsa', content }]);
    await operator.press(button('import.do'));
    const imported = row('RSA 3072');
    await expectPage(imported).toBeVisible();
    await expectPage(page.getByRole('rowheader')).toHaveText(['RSA 3072', 'Ed25519 256']);
    await operator.press(imported.getByRole('button', { name: t('sftp:remove'), exact: true }));
    await expectPage(page.getByText(t('sftp:removeSure'))).toBeVisible();
    expect(await findViolations(sftp.operator.page)).toEqual([]);
    await expectPage(button('keep')).toBeFocused();
    await operator.press(button('removeYes'));
    await expectPage(imported).toHaveCount(0);
    await expectPage(page.getByRole('rowheader')).toHaveText(['Ed25519 256']);
    expect(operator.trespasses).toEqual([]);
  });
});

import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagnosticRunSchema } from '../../shared/contract/diagnostics.ts';
import { expectPage } from '../helpers/expect-page.ts';
import { findViolations } from '../helpers/find-violations.ts';
import { openSftpOperator, type SftpOperator, sftpLooks } from '../helpers/sftp-operator.ts';

describe.each(sftpLooks)('testing the SFTP connection by keyboard (%s)', (language, options) => {
  let sftp: SftpOperator;
  beforeAll(async () => {
    sftp = await openSftpOperator(language, options);
  });
  afterAll(() => sftp.close());

  const words = (key: string, places?: Record<string, unknown>) => sftp.operator.t(`diagnostics:${key}`, places);
  const panel = () => sftp.operator.page.getByRole('region', { name: words('sftpTest.title'), exact: true });
  const button = (key: string) => panel().getByRole('button', { name: words(key), exact: true });
  const server = () => panel().getByRole('region', { name: words('endpoint.ecp-sftp'), exact: true });

  it('says that there is no key, whoever is logged in or not, and what to do', async () => {
    await sftp.operator.show('ecp-sftp');
    await expectPage(panel().getByText(words('sftpTest.never'))).toBeVisible();
    await sftp.operator.press(button('sftpTest.start'));
    await expectPage(panel().getByText(words('sftpTest.result.failed'))).toBeVisible();
    for (const part of ['says', 'means', 'next']) {
      await expectPage(server().getByText(words(`${part}.no-key`))).toBeVisible();
    }
    expect(await findViolations(sftp.operator.page)).toEqual([]);
  });

  it('finds everything in order with a registered key, and says what the server offers', async () => {
    await sftp.operator.logIn('ecp', 'chan@firm.example');
    await sftp.operator.show('ecp-submit');
    await sftp.makeKnownKey();
    await sftp.operator.press(button('sftpTest.again'));
    await expectPage(panel().getByText(words('sftpTest.result.passed'))).toBeVisible();
    for (const reason of ['host-key-pinned', 'key-accepted', 'offers-all', 'folders-seen', 'written-and-read']) {
      await expectPage(server().getByText(words(`says.${reason}`))).toBeVisible();
    }
    await expectPage(server().getByText(words('detail.foldersSeen'))).toHaveCount(0);
    await sftp.operator.press(
      server().getByRole('button', { name: words('sftpTest.show', { server: words('endpoint.ecp-sftp') }) }),
    );
    await expectPage(server().getByText('/SD1/outbox')).toBeVisible();
    expect(await findViolations(sftp.operator.page)).toEqual([]);
  });

  it('tells what a refusal means, who should act and what to do, and saves it', async () => {
    const { page } = sftp.operator;
    const { control, profile } = sftp.terminal.practice;
    control.addFault({ endpoint: 'sftp/write', fault: { kind: 'refuse' } });
    await sftp.operator.press(button('sftpTest.again'));
    await expectPage(panel().getByText(words('sftpTest.result.failed'))).toBeVisible();
    for (const part of ['says', 'means', 'next']) {
      await expectPage(server().getByText(words(`${part}.write-refused`))).toBeVisible();
    }
    await expectPage(server().getByText(words('actor.exchange', { ...profile.help }))).toBeVisible();
    expect(await findViolations(sftp.operator.page)).toEqual([]);
    const saving = page.waitForEvent('download');
    await sftp.operator.press(button('saveJson'));
    const saved = await saving;
    expect(saved.suggestedFilename()).toMatch(/^sftp-test_\d{8}-\d{6}\.json$/);
    const run = diagnosticRunSchema.parse(JSON.parse(await readFile(await saved.path(), 'utf8')));
    expect(run).toMatchObject({ scope: 'sftp', outcome: 'failed' });
  });

  it('is shown live, and cancelled at once; the connectivity check knows nothing of it', async () => {
    const { control } = sftp.terminal.practice;
    control.addFault({ endpoint: 'sftp/auth', fault: { kind: 'black-hole' } });
    await sftp.operator.press(button('sftpTest.again'));
    const running = server()
      .getByRole('listitem')
      .filter({ hasText: words('outcome.running') });
    await expectPage(running).toContainText(words('stage.login'));
    await expectPage(server().getByText(words('says.host-key-pinned'))).toBeVisible();
    await sftp.operator.press(button('cancel'));
    await expectPage(panel().getByText(words('sftpTest.result.cancelled'))).toBeVisible();
    await sftp.operator.show('connection');
    await expectPage(sftp.operator.page.getByText(words('neverRun'))).toBeVisible();
    expect(sftp.operator.trespasses).toEqual([]);
  });
});

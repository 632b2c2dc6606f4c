import { readFile } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagnosticRunSchema } from '../../shared/contract/diagnostics.ts';
import { expectPage } from '../helpers/expect-page.ts';
import { findViolations } from '../helpers/find-violations.ts';
import { type Operator, openOperator } from '../helpers/operator.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';

let terminal: TestTerminal;
beforeAll(async () => {
  terminal = await openTerminal();
});
afterAll(() => terminal.close());

describe.each([
  ['en', 'light'],
  ['zh-Hant', 'dark'],
] as const)('the connectivity check, by keyboard (%s)', (language, colorScheme) => {
  let operator: Operator;
  beforeAll(async () => {
    operator = await openOperator(terminal, language, { colorScheme });
  });
  afterAll(() => operator.close());

  const words = (key: string, places?: Record<string, unknown>) => operator.t(`diagnostics:${key}`, places);
  const button = (key: string) => operator.page.getByRole('button', { name: words(key), exact: true });
  const table = () => operator.page.getByRole('table', { name: words('tableLabel') });
  const server = (id: string) => words(`endpoint.${id}`);

  /** Presses a button that saves, and gives the file's name and text. */
  async function save(target: Locator): Promise<{ readonly name: string; readonly text: string }> {
    const downloading = operator.page.waitForEvent('download');
    await operator.press(target);
    const download = await downloading;
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
  }

  it('is reached from the log-in screen without logging in, and finds the practice exchange in order', async () => {
    const { page } = operator;
    await operator.show('ccms-login');
    await operator.press(button('linkFromLogin'));
    await expectPage(page.getByRole('heading', { level: 1 })).toHaveText(words('title'));
    await operator.press(page.getByRole('button', { name: new RegExp(`^(${words('start')}|${words('again')})$`) }));
    await expectPage(page.getByText(words('result.passed'))).toBeVisible();
    const servers = terminal.practice.profile.sftp ? 4 : 3;
    await expectPage(table().getByRole('rowheader')).toHaveCount(servers);
    await operator.press(page.getByRole('button', { name: words('unfold', { server: server('ccms-sso') }) }));
    await expectPage(page.getByText(words('says.login-page'))).toBeVisible();
    await expectPage(page.getByText(words('says.certificate-trusted'))).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
  });

  it('unfolds what failed: what it means, who should act and what to do; saves it as text and as JSON', async () => {
    const { page } = operator;
    terminal.practice.control.addFault({
      endpoint: 'ccms/page',
      fault: { kind: 'status', status: 503, processed: false },
      count: 1,
    });
    await operator.show('connection');
    await operator.press(button('again'));
    await expectPage(page.getByText(words('result.failed'))).toBeVisible();
    const failure = words('failure', { server: server('ccms-sso'), says: words('says.server-error') });
    await expectPage(page.getByText(failure)).toBeVisible();
    for (const part of ['says', 'means', 'next']) {
      await expectPage(table().getByText(words(`${part}.server-error`))).toBeVisible();
    }
    await expectPage(page.getByText(words('actor.exchange', { ...terminal.practice.profile.help }))).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
    const text = await save(button('saveText'));
    expect(text.name).toMatch(/^connection_\d{8}-\d{6}\.txt$/);
    expect(text.text).toContain(words('says.server-error'));
    const json = await save(button('saveJson'));
    expect(json.name).toMatch(/\.json$/);
    expect(diagnosticRunSchema.parse(JSON.parse(json.text))).toMatchObject({ outcome: 'failed', version: '0.1.0' });
    expect(operator.trespasses).toEqual([]);
  });

  it('is cancelled at once, and a page that comes later shows the same', async () => {
    const { page } = operator;
    const { control } = terminal.practice;
    control.addFault({ endpoint: 'ccms/page', fault: { kind: 'slow', milliseconds: 5_000 }, count: 1 });
    await operator.show('connection');
    await operator.press(button('again'));
    await operator.press(button('cancel'));
    await expectPage(page.getByText(words('result.cancelled'))).toBeVisible();
    // Another document: the same address with its token alone would stay in this one.
    await page.goto('about:blank');
    await page.goto(terminal.host.url);
    await expectPage(page.getByRole('heading', { level: 1 })).toBeVisible();
    await operator.show('connection');
    await expectPage(page.getByText(words('result.cancelled'))).toBeVisible();
  });
});

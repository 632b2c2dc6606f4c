import type { Locator } from '@playwright/test';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FaultRuleInput } from '../../main/practice/faults/fault.ts';
import { expectPage } from '../helpers/expect-page.ts';
import { type ChosenFile, type Operator, openOperator } from '../helpers/operator.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';

let terminal: TestTerminal;
let operator: Operator;
beforeAll(async () => {
  terminal = await openTerminal();
  operator = await openOperator(terminal, 'en');
  await operator.logIn('ecp', 'chan@firm.example');
  await operator.show('ecp-submit');
});
afterEach(() => terminal.practice.control.clearFaults());
afterAll(async () => {
  await operator.close();
  await terminal.close();
});

let day = 10;
/** A file of its own for each test. */
function nextFile(bytes = 40): ChosenFile {
  day += 1;
  return { name: `SD_01234_202604${day}.csv`, content: 'a,b\n'.padEnd(bytes, '1,2\n') };
}

const fault = (rule: FaultRuleInput) => terminal.practice.control.addFault(rule);
const button = (key: string) =>
  operator.page.getByRole('button', { name: operator.t(`submission:${key}`), exact: true });
const accepted = (name: string) =>
  terminal.practice.control.files().filter((file) => file.fileName === name && file.status === 'accepted');

function rowOf(file: ChosenFile): Locator {
  return operator.page.getByRole('row').filter({ hasText: file.name });
}

async function expectState(file: ChosenFile, state: string): Promise<void> {
  await expectPage(rowOf(file).getByText(operator.t(`submission:state.${state}`), { exact: true })).toBeVisible({
    timeout: 15_000,
  });
}

async function submit(file: ChosenFile): Promise<void> {
  await operator.choose(button('chooseFile'), [file]);
  await operator.press(button('submit'));
}

describe('the outcomes of a submission', () => {
  it('refused: the exchange’s own 4505, explained', async () => {
    const file = nextFile();
    await operator.choose(button('chooseFile'), [file]);
    const { page, t } = operator;
    await operator.tabTo(page.getByRole('textbox', { name: t('submission:inputDate'), exact: true }));
    await page.keyboard.press('Control+A');
    await page.keyboard.type('2026-04-01');
    await operator.press(button('submitAnyway'));
    await expectState(file, 'refused');
    await expectPage(rowOf(file).getByText('4505', { exact: true })).toBeVisible();
    expect(accepted(file.name)).toHaveLength(0);
  });

  it('failed, and confirmed after one press of Try again', async () => {
    const file = nextFile();
    fault({ endpoint: 'api/submit', fault: { kind: 'status', status: 503 }, count: 1 });
    await submit(file);
    await expectState(file, 'failed');
    await operator.press(rowOf(file).getByRole('button', { name: operator.t('submission:retry') }));
    await expectState(file, 'confirmed');
    expect(accepted(file.name)).toHaveLength(1);
  });

  it('in doubt when the answer is lost; asked, never sent again, and confirmed', async () => {
    const file = nextFile();
    fault({ endpoint: 'api/submit', fault: { kind: 'cut-answer' }, count: 1 });
    fault({ endpoint: 'api/ask', fault: { kind: 'status', status: 503 }, count: 2 });
    await submit(file);
    await expectState(file, 'in-doubt');
    await expectState(file, 'confirmed');
    expect(accepted(file.name)).toHaveLength(1);
  });

  it('never confirmed when the exchange tells another checksum', async () => {
    const file = nextFile();
    fault({ endpoint: 'api/submit', fault: { kind: 'wrong-checksum' }, count: 1 });
    await submit(file);
    await expectState(file, 'failed');
    await expectPage(rowOf(file).getByText(operator.t('errors:checksum-differs.message'))).toBeVisible();
  });

  it('cancelled while it is sent', async () => {
    const file = nextFile(2_000_000);
    fault({ endpoint: 'api/submit', fault: { kind: 'slow', milliseconds: 4_000 }, count: 1 });
    await submit(file);
    await operator.press(rowOf(file).getByRole('button', { name: operator.t('submission:cancelSending') }));
    await expectPage(
      rowOf(file)
        .getByText(operator.t('submission:state.failed'), { exact: true })
        .or(rowOf(file).getByText(operator.t('submission:state.confirmed'), { exact: true })),
    ).toBeVisible({ timeout: 15_000 });
    const confirmed = await rowOf(file)
      .getByText(operator.t('submission:state.confirmed'), { exact: true })
      .isVisible();
    expect(accepted(file.name)).toHaveLength(confirmed ? 1 : 0);
  });

  it('each answer that is no answer of ECP ends in words, and is finished when the exchange is asked', async () => {
    for (const kind of ['html', 'empty', 'huge', 'nested', 'truncated', 'wrong-content-type'] as const) {
      const file = nextFile();
      fault({ endpoint: 'api/submit', fault: { kind } as FaultRuleInput['fault'], count: 1 });
      await submit(file);
      await expectPage(
        rowOf(file)
          .getByText(operator.t('submission:state.failed'), { exact: true })
          .or(rowOf(file).getByText(operator.t('submission:state.confirmed'), { exact: true })),
      ).toBeVisible({ timeout: 15_000 });
      const retry = rowOf(file).getByRole('button', { name: operator.t('submission:retry') });
      if (await retry.isVisible()) await operator.press(retry);
      await expectState(file, 'confirmed');
      expect(accepted(file.name)).toHaveLength(1);
    }
  });
});

describe('choosing files', () => {
  it('several at once make a list; each is sent by itself', async () => {
    const files = [nextFile(), nextFile(), nextFile()];
    await operator.choose(button('chooseFile'), files);
    for (const file of files) await expectPage(operator.page.getByText(file.name).first()).toBeVisible();
    for (const _ of files) await operator.press(button('submit'));
    for (const file of files) await expectState(file, 'confirmed');
  });

  it('an empty file and one over the limit are refused in words, and nothing is sent', async () => {
    const empty = { name: 'SD_01234_20260301.csv', content: '' };
    await operator.choose(button('chooseFile'), [empty]);
    await expectPage(operator.page.getByText(operator.t('errors:file-empty.message'))).toBeVisible();
    expect(accepted(empty.name)).toHaveLength(0);
  });

  it('takes a file that is dropped on the window', async () => {
    const data = await operator.page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['a,b\n1,2\n'], 'SD_01235_20260302.csv', { type: 'text/csv' }));
      return transfer;
    });
    await operator.page.dispatchEvent('main', 'dragenter', { dataTransfer: data });
    await operator.page.dispatchEvent('main', 'dragover', { dataTransfer: data });
    await operator.page.dispatchEvent('main', 'drop', { dataTransfer: data });
    await expectPage(operator.page.getByText('SD_01235_20260302.csv').first()).toBeVisible();
  });

  it('never went against its policy, and never left its origin', () => {
    expect(operator.trespasses).toEqual([]);
  });
});

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import type { Operator } from '../../tests/helpers/operator.ts';

const USER = 'chan@firm.example';
const LARGE = 6_000_000;

async function call(operator: Operator, name: string, input: object): Promise<unknown> {
  const result = await operator.terminal.app.dispatch(name, input);
  if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** Submits a file for a day of April 2026 by SFTP. */
async function submit(operator: Operator, day: string, size = 400): Promise<string> {
  const fileName = `SD_01234_202604${day}.csv`;
  const row = `${day},00005,B,400\n`;
  const open = async function* () {
    yield Buffer.from(row.repeat(Math.ceil(size / row.length)));
  };
  const draft = await operator.terminal.app.addFile({ fileName, purpose: 'submission', expectedSize: null, open });
  if (!draft.ok || !('draftId' in draft.value)) throw new Error('no draft');
  const { draftId } = draft.value;
  await call(operator, 'submission/submit', { draftId, replace: false, despiteRefusal: true, channel: 'sftp' });
  return draftId;
}

async function fillQueue(operator: Operator): Promise<void> {
  const { page, t } = operator;
  for (const day of ['20', '21', '22']) await submit(operator, day);
  await expect(page.getByText(t('queue:state.done'), { exact: true }).nth(2)).toBeVisible();
  await call(operator, 'settings/change', { speedLimitKilobytesPerSecond: 512 });
  await submit(operator, '23', LARGE);
  await submit(operator, '24', LARGE / 2);
  await call(operator, 'queue/pause', { submissionId: await submit(operator, '27', LARGE / 3) });
  await expect(page.getByText(t('queue:state.paused'), { exact: true }).first()).toBeVisible();
  await page.waitForTimeout(2500);
}

/** The three tabs of the transfers screen, each with something on it. */
export async function shootTransfers(operator: Operator, shoot: (name: string) => Promise<void>): Promise<void> {
  const { page, t, terminal } = operator;
  const made = await call(operator, 'sftp/makeKey', { kind: 'ed25519', userName: USER, expiresAt: null });
  const [key] = (made as { keys: { keyId: string }[] }).keys;
  await call(operator, 'sftp/registerKey', { keyId: key?.keyId });
  await operator.show('ecp-sftp');
  await expect(page.getByRole('cell', { name: t('sftp:registration.registered') })).toBeVisible();
  await shoot('sftp');
  await operator.show('transfers');
  await fillQueue(operator);
  await shoot('transfers-queue');
  await call(operator, 'settings/change', { speedLimitKilobytesPerSecond: null });

  await operator.tabTo(page.getByRole('tab', { selected: true }));
  await page.keyboard.press('ArrowRight');
  await operator.press(page.getByRole('button', { name: t('downloads:fetch'), exact: true }));
  await expect(page.getByText(t('downloads:state.delivered'), { exact: true }).first()).toBeVisible();
  await shoot('transfers-downloads');

  const choice = { folderId: 'SD1', identity: 'SEHK Participant', participantCode: null, replace: false, late: true };
  await call(operator, 'watch/configure', { ...choice, on: true });
  const outbox = path.join(terminal.folder, 'data', 'files', 'SD1', 'outbox');
  writeFileSync(path.join(outbox, 'SD_01234_20260428.csv'), 'ref,code\n1,00005\n');
  writeFileSync(path.join(outbox, 'SD_09999_20260428.csv'), 'ref,code\n1,00005\n');
  await operator.tabTo(page.getByRole('tab', { selected: true }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('SD_09999_20260428.csv').first()).toBeVisible({ timeout: 30_000 });
  await shoot('transfers-watch');
}

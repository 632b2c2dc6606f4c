import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, openBrowser } from '../helpers/browser.ts';
import { findViolations } from '../helpers/find-violations.ts';
import { createPracticeClient } from '../helpers/practice-client.ts';
import { logInAs, newestOtp, type PracticeSetup, setUpPractice } from '../helpers/practice-setup.ts';

let setup: PracticeSetup;
let browser: Browser;
const complaints: string[] = [];
beforeAll(async () => {
  setup = await setUpPractice();
  browser = await openBrowser();
  browser.page.on('console', (message) => complaints.push(message.text()));
  browser.page.on('pageerror', (error) => complaints.push(error.message));
});
afterAll(async () => {
  await browser.close();
  await setup.close();
});

function pages() {
  const { practicePages } = setup.exchange.profile;
  if (!practicePages) throw new Error('a practice profile has pages');
  return practicePages;
}

test('a person sets the clock and asks for a fault', async () => {
  const { page } = browser;
  const { control } = setup.exchange;
  await page.goto(pages().clock);
  await page.getByRole('button', { name: '+10 min' }).click();
  await page.waitForLoadState();
  expect(control.clockOffset()).toBe(600_000);
  await page.getByRole('combobox', { name: 'Where' }).selectOption('api/submit');
  await page.getByRole('combobox', { name: 'What' }).selectOption('cut-answer');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByText('api/submit {"kind":"cut-answer"} ×1').waitFor();
  await page.getByRole('button', { name: 'Remove all' }).click();
  await page.getByRole('button', { name: 'Same as this PC' }).click();
  await page.waitForLoadState();
  expect([control.listFaults(), control.clockOffset()]).toEqual([[], 0]);
});

test('a mail and a log-in appear on their pages by themselves', async () => {
  const { page } = browser;
  const client = await createPracticeClient(setup.exchange.profile);
  await page.goto(pages().mailbox);
  await page.getByText('No mail yet.').waitFor();
  await logInAs(setup.exchange, client, 'CHANTM');
  const otp = newestOtp(setup.exchange, 'chan.taiman@firm.example');
  await page.getByText(`Your CCMS one-time password is: ${otp}`).waitFor();
  await page.goto(pages().ccms);
  await page.getByRole('rowheader', { name: 'CHANTM' }).waitFor();
  await logInAs(setup.exchange, client, 'chan@firm.example');
  await page.getByRole('rowheader', { name: 'chan@firm.example' }).waitFor();
});

test('no page breaks its policy or a rule of accessibility', async () => {
  const { page } = browser;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const address of Object.values(pages())) {
      await page.goto(address);
      expect(await findViolations(page), address).toEqual([]);
    }
  }
  expect(complaints).toEqual([]);
});

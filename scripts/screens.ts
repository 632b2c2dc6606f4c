import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { memoryCredentials } from '../tests/helpers/memory-credentials.ts';
import { type ChosenFile, type Operator, openOperator } from '../tests/helpers/operator.ts';
import { practiceUser } from '../tests/helpers/practice-setup.ts';
import { openTerminal } from '../tests/helpers/terminal.ts';
import { build } from './lib/build.ts';
import { shootAccess } from './lib/shoot-access.ts';
import { shootTransfers } from './lib/shoot-transfers.ts';

/**
 * Takes the pictures of every screen into `docs/screens`: both languages, light and dark, from the running program. Named parts only,
 * where some are named: `day` (what an operator does), `access` (card, forgotten password, authenticator, receipt).
 */
const folder = path.resolve(import.meta.dirname, '../docs/screens');
const FILE = { name: 'SD_01234_20260512.csv', content: 'ref,code,side,qty\n1,00005,B,400\n' };
const OTHER = { name: 'SD1_01235_20260512.csv', content: 'ref,code,side,qty\n7,00700,S,1200\n' };
const CORRECTED = { ...FILE, content: 'ref,code,side,qty\n1,00005,B,4000\n' };

type Shoot = (name: string) => Promise<void>;

async function shootLogin(operator: Operator, shoot: Shoot): Promise<void> {
  await operator.typePassword('ccms', 'CHANTM', 'not the password');
  await expect(operator.page.getByText(operator.t('errors:bad-credentials.message'))).toBeVisible();
  await shoot('login-refused');
  await operator.logIn('ccms', 'CHANTM');
  await shoot('login-done');
  await operator.show('ecp-login');
  await shoot('ecp-login');
  const { password } = practiceUser('chan@firm.example');
  await operator.typePassword('ecp', 'chan@firm.example', password);
  await expect(operator.otpField()).toBeFocused();
  await operator.page.keyboard.type('481');
  await shoot('ecp-otp');
  await operator.page.keyboard.press('Escape');
  await operator.logIn('ecp', 'chan@firm.example');
}

async function send(operator: Operator, file: ChosenFile, outcome: 'confirmed' | 'failed' | 'in-doubt'): Promise<void> {
  const { page, t } = operator;
  await operator.choose(page.getByRole('button', { name: t('submission:chooseFile') }), [file]);
  await operator.press(page.getByRole('button', { name: t('submission:submit'), exact: true }));
  await expect(page.getByText(t(`submission:state.${outcome}`), { exact: true }).first()).toBeVisible();
}

/** One submission of each outcome, for the list. */
async function sendAll(operator: Operator): Promise<void> {
  const { page, t, terminal } = operator;
  const { control } = terminal.practice;
  await send(operator, FILE, 'confirmed');
  control.addFault({ endpoint: 'api/submit', fault: { kind: 'status', status: 503 }, count: 1 });
  await send(operator, { ...OTHER, name: 'SD_01235_20260511.csv' }, 'failed');
  await operator.choose(page.getByRole('button', { name: t('submission:chooseFile') }), [OTHER]);
  await typeDate(operator, '2026-05-11');
  await operator.press(page.getByRole('button', { name: t('submission:submitAnyway') }));
  await expect(page.getByText(t('submission:state.refused'), { exact: true })).toBeVisible();
  control.addFault({ endpoint: 'api/submit', fault: { kind: 'cut-answer' }, count: 1 });
  control.addFault({ endpoint: 'api/ask', fault: { kind: 'status', status: 503 }, count: 100 });
  await send(operator, { ...OTHER, name: 'SD_01235_20260510.csv' }, 'in-doubt');
}

async function typeDate(operator: Operator, day: string): Promise<void> {
  const { page, t } = operator;
  await operator.tabTo(page.getByRole('textbox', { name: t('submission:inputDate'), exact: true }));
  await page.keyboard.press('Control+A');
  await page.keyboard.type(day);
  await expect(page.getByText(t('submission:wouldRefuse'))).toBeVisible();
}

async function shootSubmit(operator: Operator, shoot: Shoot): Promise<void> {
  const { page, t } = operator;
  await operator.show('ecp-submit');
  await shoot('submit-empty');
  await sendAll(operator);
  await operator.choose(page.getByRole('button', { name: t('submission:chooseFile') }), [CORRECTED, OTHER]);
  await typeDate(operator, '2026-05-11');
  await shoot('submit');
  await operator.press(page.getByRole('button', { name: t('submission:useValue', { value: '2026-05-12' }) }));
}

async function shootActivity(operator: Operator, shoot: Shoot): Promise<void> {
  const { page, t } = operator;
  await operator.show('ecp-activity');
  await operator.choose(page.getByRole('button', { name: t('activity:check.choose') }), [CORRECTED]);
  await expect(page.locator('.check-verdict')).toHaveText(t('activity:check.differs'));
  await shoot('activity');
  await shootTransfers(operator, shoot);
  await operator.show('connection');
  await operator.press(page.getByRole('button', { name: t('diagnostics:start'), exact: true }));
  await expect(page.getByText(t('diagnostics:result.passed'))).toBeVisible();
  await shoot('connection');
  await operator.show('settings');
  await shoot('settings');
}

/** The list of an administrator, and the terminal locked over it. */
async function shootReadiness(operator: Operator, shoot: Shoot): Promise<void> {
  const { page, t } = operator;
  await operator.show('ccms-login');
  await operator.press(page.getByRole('main').getByRole('button', { name: t('login:logOut') }));
  await operator.logIn('ccms', 'TSANGML');
  await operator.show('readiness');
  await expect(page.getByText(t('readiness:task.register-email'))).toBeVisible();
  await shoot('readiness');
  await page.keyboard.press('Control+L');
  await expect(page.getByRole('heading', { level: 1, name: t('lock:title') })).toBeVisible();
  await shoot('locked');
}

async function shootDay(language: 'en' | 'zh-Hant', colorScheme: 'light' | 'dark'): Promise<void> {
  const terminal = await openTerminal({ credentials: memoryCredentials() });
  const operator = await openOperator(terminal, language, { colorScheme });
  const shoot = (name: string) => shootPage(operator, `${name}-${language}-${colorScheme}`);
  try {
    await shoot('login');
    await shootLogin(operator, shoot);
    await shootSubmit(operator, shoot);
    await shootActivity(operator, shoot);
    await shootReadiness(operator, shoot);
  } finally {
    await operator.close();
    await terminal.close();
  }
}

async function shootPage({ page }: Operator, name: string): Promise<void> {
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

const parts = {
  day: shootDay,
  access: (language: 'en' | 'zh-Hant', colorScheme: 'light' | 'dark') =>
    shootAccess([language, colorScheme], (operator, name) => shootPage(operator, `${name}-${language}-${colorScheme}`)),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0)
  throw new Error(`no such part: ${unknown.join(' ')}; there are ${Object.keys(parts).join(', ')}`);
// A picture shows the page as it is built.
if (!build({ force: false })) process.exit(1);
await mkdir(folder, { recursive: true });
for (const language of ['en', 'zh-Hant'] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [name, shoot] of Object.entries(parts)) {
      if (asked.length === 0 || asked.includes(name)) await shoot(language, colorScheme);
    }
  }
}
process.stdout.write(`Pictures in ${path.relative(process.cwd(), folder)}\n`);

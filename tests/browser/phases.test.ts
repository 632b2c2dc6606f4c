import type { Locator } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { practiceUsers } from '../../main/practice/users.ts';
import { type Phase, phases } from '../../shared/contract/policy.ts';
import type { LoginMethod } from '../../shared/contract/session.ts';
import type { Language } from '../../shared/contract/terminal.ts';
import { expectPage } from '../helpers/expect-page.ts';
import { findViolations } from '../helpers/find-violations.ts';
import { type Operator, openOperator, type Words, wordsOf } from '../helpers/operator.ts';
import { practiceUser } from '../helpers/practice-setup.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';

const DAY = 86_400_000;
const languages: readonly Language[] = ['en', 'zh-Hant'];
const ccmsUsers = practiceUsers.filter(({ realm }) => realm === 'ccms');

let terminal: TestTerminal;
let operator: Operator;
let words: Readonly<Record<Language, Words>>;
beforeAll(async () => {
  terminal = await openTerminal();
  operator = await openOperator(terminal, 'en');
  words = { en: await wordsOf('en'), 'zh-Hant': await wordsOf('zh-Hant') };
});
afterEach(async () => {
  // The next one begins at the first step, whatever became of this.
  await terminal.app.dispatch('session/cancel', { realm: 'ccms' });
  await terminal.app.dispatch('session/logOut', { realm: 'ccms' });
});
afterAll(async () => {
  await operator.close();
  await terminal.close();
  expect(operator.trespasses).toEqual([]);
});

const dates = () => terminal.practice.control.policy().issue.dates;
const dayOf = (time: number) => new Date(time + 8 * 3_600_000).toISOString().slice(0, 10);

/** Sets the exchange's clock, and lets the terminal ask as it does by itself from time to time. */
async function setExchange(time: number): Promise<void> {
  terminal.practice.control.setClockOffset(time - Date.now());
  await terminal.app.dispatch('policy/refresh', {});
}

/** A day of each phase with some days left of it. */
const days: Readonly<Record<Phase, () => number>> = {
  'smart-card': () => dates().parallel - 3 * DAY + 3_600_000,
  parallel: () => dates().twoFactorOnly - 5 * DAY + 3_600_000,
  'two-factor-only': () => dates().twoFactorOnly + DAY,
};
const daysLeft: Readonly<Record<Phase, number | null>> = { 'smart-card': 3, parallel: 5, 'two-factor-only': null };

/** Looks at the page in each language, and leaves it in English. */
async function inBothLanguages(look: (t: Words) => Promise<void>): Promise<void> {
  for (const language of languages) {
    await terminal.app.dispatch('settings/change', { language });
    await look(words[language]);
  }
  await terminal.app.dispatch('settings/change', { language: 'en' });
}

function radio(t: Words, method: LoginMethod): Locator {
  return operator.page.getByRole('radio', { name: t(`policy:method.${method}`), exact: true });
}

async function sees(text: string): Promise<void> {
  await expectPage(operator.page.getByText(text, { exact: false }).first()).toBeVisible();
}

const offered: Readonly<Record<Phase, readonly LoginMethod[]>> = {
  'smart-card': ['smart-card'],
  parallel: ['2fa', 'smart-card'],
  'two-factor-only': ['2fa'],
};

type Outcome = 'in' | 'account-locked' | 'method-not-allowed' | 'email-not-registered';

/** What password and OTP come to in the phases that have them, by the rules of the seed circular. */
function outcomeOf({ locked, methods, email }: (typeof ccmsUsers)[number]): Outcome {
  if (locked) return 'account-locked';
  if (!methods.includes('2fa')) return 'method-not-allowed';
  return email === null ? 'email-not-registered' : 'in';
}

describe.each(phases)('in the phase %s', (phase) => {
  beforeEach(async () => {
    await setExchange(days[phase]());
    await operator.show('ccms-login');
  });

  it('the timeline says which phase it is, its dates and the days left; the methods say why not', async () => {
    await inBothLanguages(async (t) => {
      const timeline = operator.page.getByRole('region', { name: t('policy:timeline.label') });
      const now = timeline.locator('[aria-current=step]');
      await expectPage(now).toContainText(t(`policy:timeline.phase.${phase}`));
      const left = daysLeft[phase];
      await expectPage(now).toContainText(
        left === null ? t('policy:timeline.now') : t('policy:timeline.daysLeft', { count: left }),
      );
      await expectPage(timeline).toContainText(t('policy:timeline.from', { day: dayOf(dates().parallel) }));
      await expectPage(timeline).toContainText(t('policy:timeline.from', { day: dayOf(dates().twoFactorOnly) }));
      for (const method of ['2fa', 'smart-card'] as const) {
        await expectPage(radio(t, method)).toBeEnabled({ enabled: offered[phase].includes(method) });
      }
      const start = { day: dayOf(dates().parallel), since: dayOf(dates().parallel) };
      await sees(t(`policy:who.${phase}`, start));
      if (phase === 'smart-card') await sees(t('policy:reason.twoFactorNotYet', start));
      if (phase === 'two-factor-only') await sees(t('policy:reason.cardOver', { day: dayOf(dates().twoFactorOnly) }));
    });
    expect(await findViolations(operator.page)).toEqual([]);
  });

  it.each(ccmsUsers.map((user) => ({ user, userId: user.userId })))('$userId', async ({ user, userId }) => {
    const { page, t } = operator;
    const { password, realm } = user;
    if (phase === 'smart-card') {
      // There is nowhere to type a password, and a call that is made all the same is refused with words.
      await expectPage(page.getByLabel(t('login:password'), { exact: true })).toBeHidden();
      const begun = await terminal.app.dispatch('session/begin', { realm, userId, password, remember: false });
      expect(begun).toMatchObject({ ok: false, error: { code: 'method-not-in-phase' } });
      return;
    }
    const fallback = radio(t, 'smart-card');
    await expectPage(fallback).toBeEnabled({ enabled: phase === 'parallel' });
    await expectPage(fallback).not.toBeChecked();
    const outcome = outcomeOf(user);
    if (outcome === 'in') {
      await operator.logIn('ccms', userId);
      await inBothLanguages(async (each) => {
        await expectPage(page.getByRole('group', { name: 'CCMS', exact: true })).toContainText(each('app:status.2fa'));
      });
      await operator.press(page.getByRole('main').getByRole('button', { name: t('login:logOut') }));
    } else {
      await operator.typePassword('ccms', userId, password);
      await inBothLanguages((each) => sees(each(`errors:${outcome}.message`)));
    }
    // No refusal leads to the card: the method is still the operator's.
    await expectPage(radio(t, '2fa')).toBeChecked();
    await expectPage(fallback).toBeEnabled({ enabled: phase === 'parallel' });
  });
});

describe('the fallback', () => {
  beforeEach(async () => {
    await setExchange(days.parallel());
    await operator.show('ccms-login');
  });

  it('is the operator’s own choice: a failed OTP neither takes nor offers it', async () => {
    const { page, t } = operator;
    const { password, email } = practiceUser('CHANTM');
    const seen = terminal.practice.control.mails(email ?? '').length;
    await operator.typePassword('ccms', 'CHANTM', password);
    const otp = await operator.otpOf(email ?? '', seen);
    await page.keyboard.type(String((Number(otp) + 1) % 1_000_000).padStart(6, '0'));
    await sees(t('errors:otp-wrong.message'));
    await expectPage(page.getByRole('radio')).toHaveCount(0);
    const main = await page.locator('.login-screen > :not(.login-header)').allInnerTexts();
    expect(main.join(' ').toLowerCase()).not.toContain('card');
    await page.keyboard.press('Escape');
    await expectPage(radio(t, '2fa')).toBeChecked();
  });

  it('goes away by itself in the second in which its window ends, whatever was chosen', async () => {
    const { page, t } = operator;
    await operator.tabTo(radio(t, '2fa'));
    await page.keyboard.press('ArrowRight');
    await expectPage(radio(t, 'smart-card')).toBeChecked();
    await expectPage(page.getByText(t('card:intro'))).toBeVisible();
    await setExchange(dates().twoFactorOnly - 2_000);
    await expectPage(radio(t, 'smart-card')).toBeDisabled({ timeout: 15_000 });
    await expectPage(radio(t, '2fa')).toBeChecked();
    await expectPage(page.getByText(t('card:intro'))).toBeHidden();
  });
});

describe('a policy that cannot be relied on', () => {
  beforeEach(async () => {
    await setExchange(Date.now());
    await operator.show('ccms-login');
  });
  afterEach(() => {
    terminal.practice.control.setPolicyTrick('none');
    terminal.practice.control.changePolicy({ minimumVersion: '0.0.0' });
  });
  const help = { hotline: '2979 7222', email: 'clearingpsd@hkex.com.hk' };

  it.each(['wrong-signature', 'wrong-key', 'cut', 'missing', 'expired'] as const)(
    '%s: no card, words that say what to do, and a way to ask again',
    async (what) => {
      const { control } = terminal.practice;
      if (what === 'expired') control.changePolicy({ expiresAt: Date.now() - 1_000 });
      else control.setPolicyTrick(what);
      await terminal.app.dispatch('policy/refresh', {});
      const trouble = what === 'expired' || what === 'missing' ? what : 'not-verified';
      await inBothLanguages(async (t) => {
        await sees(t(`policy:trouble.${trouble}.message`));
        await sees(t(`policy:trouble.${trouble}.next`, help));
        await sees(t('policy:reason.cardNeedsPolicy'));
        await expectPage(radio(t, 'smart-card')).toBeDisabled();
        await expectPage(radio(t, '2fa')).toBeChecked();
      });
      if (what === 'missing') expect(await findViolations(operator.page)).toEqual([]);
      // Coming to the window asks as well, so the button has the focus before there is something good to be had.
      await operator.tabTo(operator.page.getByRole('button', { name: operator.t('policy:askAgain') }));
      control.setPolicyTrick('none');
      control.changePolicy({});
      await operator.page.keyboard.press('Enter');
      await expectPage(radio(operator.t, 'smart-card')).toBeEnabled();
    },
  );

  it('a program that is too old is told its version and the one that is wanted, and cannot log in', async () => {
    terminal.practice.control.changePolicy({ minimumVersion: '9.1.0' });
    await terminal.app.dispatch('policy/refresh', {});
    await inBothLanguages(async (t) => {
      const versions = { version: '0.1.0', minimumVersion: '9.1.0', ...help };
      await sees(t('policy:trouble.program-outdated.message', versions));
      await sees(t('policy:trouble.program-outdated.next', versions));
      await expectPage(operator.page.getByRole('radio')).toHaveCount(0);
      await expectPage(operator.page.getByLabel(t('login:password'), { exact: true })).toHaveCount(0);
    });
    expect(await findViolations(operator.page)).toEqual([]);
  });
});

it('a person plays a phase on the practice exchange’s own page, and the terminal follows on coming back', async () => {
  const { page, t } = operator;
  await setExchange(Date.now());
  await operator.show('ccms-login');
  await expectPage(radio(t, 'smart-card')).toBeEnabled();
  const clockPage = await operator.browser.context.newPage();
  await clockPage.goto(terminal.practice.profile.practicePages?.clock ?? '');
  await clockPage.getByRole('button', { name: '2FA only +1 day 日' }).click();
  await expectPage(clockPage.locator('[data-live=policy]')).toContainText('2FA only');
  await clockPage.close();
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expectPage(radio(t, 'smart-card')).toBeDisabled();
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { practiceUsers } from '../../main/practice/users.ts';
import { expectPage } from '../helpers/expect-page.ts';
import { type Operator, openOperator, type Words, wordsOf } from '../helpers/operator.ts';
import { practiceUser } from '../helpers/practice-setup.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';

type Refusal = 'email-not-registered' | 'method-not-allowed' | 'account-locked';
type Outcome =
  | { readonly kind: 'in' }
  | { readonly kind: 'refused'; readonly code: Refusal }
  /** Logged in to Client Connect, but ECP will not have it. */
  | { readonly kind: 'shut-out'; readonly why: 'none' | 'sftp-only' };

const loggedIn: Outcome = { kind: 'in' };
const refused = (code: Refusal): Outcome => ({ kind: 'refused', code });

/** What becomes of each user by password and OTP while both methods are open. */
const outcomes: Readonly<Record<string, Outcome>> = {
  CHANTM: loggedIn,
  WONGSY: refused('email-not-registered'),
  LAMKY: loggedIn,
  LEEKF: refused('method-not-allowed'),
  HOKW: refused('account-locked'),
  TSANGML: loggedIn,
  FUNGCK: loggedIn,
  'chan@firm.example': loggedIn,
  'yip@single.example': loggedIn,
  'admin@firm.example': { kind: 'shut-out', why: 'none' },
  'sftp@firm.example': { kind: 'shut-out', why: 'sftp-only' },
  'locked@firm.example': refused('account-locked'),
};

const help = { hotline: '2979 7222', email: 'clearingpsd@hkex.com.hk' };

it('knows what becomes of every practice user', () => {
  expect(Object.keys(outcomes).sort()).toEqual(practiceUsers.map(({ userId }) => userId).sort());
});

describe('every user is told what happened, why, what to do and who helps, in both languages', () => {
  let terminal: TestTerminal;
  let operator: Operator;
  let chinese: Words;
  beforeAll(async () => {
    terminal = await openTerminal();
    operator = await openOperator(terminal, 'en');
    chinese = await wordsOf('zh-Hant');
  });
  afterAll(async () => {
    await operator.close();
    await terminal.close();
  });

  /** Looks for these words in English, then in Chinese: the language changes in place and nothing is lost by it. */
  async function sees(...wanted: readonly (readonly [string, Record<string, unknown>?])[]): Promise<void> {
    for (const [language, t] of [
      ['en', operator.t],
      ['zh-Hant', chinese],
    ] as const) {
      await terminal.app.dispatch('settings/change', { language });
      for (const [key, places] of wanted)
        await expectPage(operator.page.getByText(t(key, places)).first()).toBeVisible();
    }
    await terminal.app.dispatch('settings/change', { language: 'en' });
    await expectPage(operator.page.locator('html')).toHaveAttribute('lang', /^en/);
  }
  const trouble = (place: string) =>
    ['cause', 'next', 'who'].map((part) => [`trouble:${place}.${part}`, help] as const);
  async function logOut(): Promise<void> {
    const { page, t } = operator;
    await operator.press(page.getByRole('main').getByRole('button', { name: t('login:logOut') }));
    await expectPage(page.getByLabel(t('login:password'), { exact: true })).toBeVisible();
  }

  it.each(practiceUsers.map(({ userId, purpose }) => ({ userId, purpose: purpose.en })))(
    '$userId: $purpose',
    async ({ userId }) => {
      const { realm, password } = practiceUser(userId);
      const outcome = outcomes[userId];
      if (outcome?.kind === 'refused') {
        await operator.typePassword(realm, userId, password);
        await sees([`errors:${outcome.code}.message`], ...trouble(`${realm}.${outcome.code}`));
        if (outcome.code === 'account-locked')
          await expectPage(operator.page.getByText(/30:00|29:5\d/).first()).toBeVisible();
        return;
      }
      await operator.logIn(realm, userId);
      if (outcome?.kind === 'shut-out') {
        await sees([`trouble:functions.${outcome.why}.message`], ...trouble(`functions.${outcome.why}`));
      } else {
        await expectPage(operator.page.getByText(operator.t('trouble:cause'), { exact: true })).toBeHidden();
      }
      await logOut();
    },
  );

  it('admin@firm.example meets error 2000 with its number where a file would be submitted', async () => {
    await operator.logIn('ecp', 'admin@firm.example');
    await operator.show('ecp-submit');
    await expectPage(operator.page.getByText('2000', { exact: true }).first()).toBeVisible();
    await sees(['errors:2000.next', help]);
    await operator.show('ecp-login');
    await logOut();
  });

  it('a Client Connect login ID typed into CCMS is recognised by its shape, before anything is sent', async () => {
    const { page, t } = operator;
    await operator.show('ccms-login');
    await operator.tabTo(page.getByLabel(t('login:userId.ccms'), { exact: true }));
    await page.keyboard.press('Control+A');
    await page.keyboard.type('somebody@else.example');
    await sees(['trouble:hint.ccms']);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('SOMEBODY');
    await expectPage(page.getByText(t('trouble:hint.ccms'))).toBeHidden();
  });

  it('an ID of CCMS or of the old ECP typed into Client Connect is hinted at once it was refused', async () => {
    const { page, t } = operator;
    await operator.show('ecp-login');
    await operator.tabTo(page.getByLabel(t('login:userId.ecp'), { exact: true }));
    await page.keyboard.press('Control+A');
    await page.keyboard.type('CHANTM');
    await expectPage(page.getByText(t('trouble:hint.ecp'))).toBeHidden();
    await operator.typePassword('ecp', 'CHANTM', practiceUser('CHANTM').password);
    await sees(['errors:bad-credentials.message'], ...trouble('ecp.bad-credentials'), ['trouble:hint.ecp']);
  });

  it('five wrong passwords lock: how many tries are left each time, then for how long', async () => {
    const { t } = operator;
    for (const count of [4, 3, 2, 1]) {
      await operator.typePassword('ccms', 'CHANTM', `wrong ${count}`);
      await expectPage(operator.page.getByText(t('errors:detail.attemptsLeft', { count }))).toBeVisible();
    }
    await sees(...trouble('ccms.bad-credentials'));
    await operator.typePassword('ccms', 'CHANTM', 'wrong 0');
    await sees(['errors:account-locked.message'], ...trouble('ccms.account-locked'));
    await expectPage(operator.page.getByText(/30:00|29:5\d/).first()).toBeVisible();
  });

  it('a mail that does not come: where to look, whose address, whom to call', async () => {
    const { page, t } = operator;
    terminal.practice.control.addFault({ endpoint: 'mail', fault: { kind: 'mail-delay', milliseconds: 60_000 } });
    await operator.typePassword('ecp', 'yip@single.example', practiceUser('yip@single.example').password);
    await expectPage(operator.otpField()).toBeFocused();
    await expectPage(page.getByText(t('trouble:noMail.spam'))).toBeHidden();
    await operator.press(page.getByText(t('trouble:noMail.title')));
    await sees(
      ['trouble:noMail.spam'],
      ['trouble:noMail.delay'],
      ['trouble:noMail.group'],
      ['trouble:noMail.help', help],
    );
    await page.keyboard.press('Escape');
  });
});

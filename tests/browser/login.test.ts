import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectPage } from '../helpers/expect-page.ts';
import { type Operator, openOperator } from '../helpers/operator.ts';
import { practiceUser } from '../helpers/practice-setup.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';

let terminal: TestTerminal;
let operator: Operator;
beforeAll(async () => {
  terminal = await openTerminal();
  operator = await openOperator(terminal, 'en');
});
afterEach(async () => {
  terminal.practice.control.clearFaults();
  // The next test begins at the password again, and with all its tries.
  await terminal.app.dispatch('session/cancel', { realm: 'ccms' });
  await terminal.app.dispatch('session/logOut', { realm: 'ccms' });
});
afterAll(async () => {
  await operator.close();
  await terminal.close();
});

/** How often the page called, by name. */
function countCalls(name: string): () => number {
  let count = 0;
  operator.page.on('request', (request) => {
    if (request.url().endsWith(`/call/${name}`)) count += 1;
  });
  return () => count;
}

const { password, email } = practiceUser('CHANTM');

async function reachOtp(): Promise<string> {
  const seen = terminal.practice.control.mails(email ?? '').length;
  await operator.typePassword('ccms', 'CHANTM', password);
  await expectPage(operator.otpField()).toBeFocused();
  return operator.otpOf(email ?? '', seen);
}

describe('the log-in screen', () => {
  it('puts the focus where something must change: the password after a refusal', async () => {
    await operator.typePassword('ccms', 'CHANTM', 'wrong');
    await expectPage(operator.page.getByText(operator.t('errors:bad-credentials.message'))).toBeVisible();
    await expectPage(operator.page.getByLabel(operator.t('login:password'), { exact: true })).toBeFocused();
  });

  it('says the same of a user ID that does not exist', async () => {
    await operator.typePassword('ccms', 'NOBODY', 'wrong');
    await expectPage(operator.page.getByText(operator.t('errors:bad-credentials.message'))).toBeVisible();
  });

  it('warns of Caps Lock and hides a shown password when it is left', async () => {
    const { page, t } = operator;
    const field = page.getByLabel(t('login:password'), { exact: true });
    await operator.tabTo(field);
    await field.evaluate((element) =>
      element.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'A', bubbles: true, modifierCapsLock: true } as KeyboardEventInit),
      ),
    );
    await expectPage(page.getByText(t('login:capsLock'))).toBeVisible();
    await page.keyboard.type('secret');
    await page.getByRole('button', { name: t('login:showPassword') }).click();
    await expectPage(field).toHaveAttribute('type', 'text');
    await operator.tabTo(page.getByLabel(t('login:userId.ccms'), { exact: true }));
    await expectPage(field).toHaveAttribute('type', 'password');
  });

  it('sends one request for a double click and Enter on Continue', async () => {
    const calls = countCalls('session/begin');
    terminal.practice.control.addFault({
      endpoint: 'ccms/challenge',
      fault: { kind: 'slow', milliseconds: 500 },
      count: 1,
    });
    await operator.typePassword('ccms', 'CHANTM', password);
    await operator.page.keyboard.press('Enter');
    await operator.page.keyboard.press('Enter');
    await expectPage(operator.otpField()).toBeFocused();
    expect(calls()).toBe(1);
  });

  it('takes a pasted OTP with spaces and full-width digits, and submits it once though Enter is pressed too', async () => {
    const otp = await reachOtp();
    const calls = countCalls('session/submitOtp');
    const wide = [...otp].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
    await operator.otpField().evaluate(
      (element, text) => {
        const data = new DataTransfer();
        data.setData('text/plain', text);
        element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
      },
      `${wide.slice(0, 3)} ${wide.slice(3)}`,
    );
    if ((await operator.otpField().inputValue()) === '')
      await operator.page.keyboard.insertText(`${wide.slice(0, 3)} ${wide.slice(3)}`);
    await operator.page.keyboard.press('Enter');
    await operator.page.keyboard.press('Enter');
    const done = operator.page.getByText(operator.t('login:loggedIn.as', { name: 'CHAN TAI MAN' }));
    await expectPage(done).toBeVisible();
    expect(calls()).toBe(1);
  });

  it('keeps the OTP step after a wrong OTP, with the field empty and in focus', async () => {
    const otp = await reachOtp();
    const wrong = String((Number(otp) + 1) % 1_000_000).padStart(6, '0');
    await operator.page.keyboard.type(wrong);
    await expectPage(operator.page.getByText(operator.t('errors:otp-wrong.message'))).toBeVisible();
    await expectPage(operator.otpField()).toBeFocused();
    await expectPage(operator.otpField()).toHaveValue('');
  });

  it('does not send an OTP again by itself when its answer was lost', async () => {
    const otp = await reachOtp();
    const calls = countCalls('session/submitOtp');
    terminal.practice.control.addFault({ endpoint: 'ccms/challenge', fault: { kind: 'cut-answer' }, count: 1 });
    await operator.page.keyboard.type(otp);
    await expectPage(operator.page.getByText(operator.t('errors:otp-unanswered.message'))).toBeVisible();
    await expectPage(operator.page.getByRole('button', { name: operator.t('login:otp.sendNew') })).toBeVisible();
    expect(calls()).toBe(1);
  });

  it('reads the OTP on the mailbox page as a person would', async () => {
    const otp = await reachOtp();
    const mailbox = await operator.browser.context.newPage();
    await mailbox.goto(terminal.practice.profile.practicePages?.mailbox ?? '');
    await expectPage(mailbox.getByText(otp).first()).toBeVisible();
    await mailbox.close();
    await operator.otpField().focus();
    await operator.page.keyboard.type(otp);
    await expectPage(operator.page.getByText(operator.t('login:loggedIn.as', { name: 'CHAN TAI MAN' }))).toBeVisible();
  });

  it('keeps what was typed elsewhere when a session ends', async () => {
    await operator.logIn('ccms', 'CHANTM');
    await operator.show('ecp-login');
    const user = operator.page.getByLabel(operator.t('login:userId.ecp'), { exact: true });
    await operator.tabTo(user);
    await operator.page.keyboard.type('typed-before');
    terminal.practice.control.endLogins('ccms');
    await terminal.app.dispatch('session/extend', { realm: 'ccms' });
    const logIn = operator.page.getByRole('button', { name: operator.t('app:status.logInTo', { realm: 'CCMS' }) });
    await expectPage(logIn).toBeVisible();
    await expectPage(user).toHaveValue('typed-before');
  });

  it('warns 60 s before the idle limit, and one press tells the exchange that somebody is there', async () => {
    await operator.logIn('ccms', 'CHANTM');
    const calls = countCalls('session/extend');
    const stay = operator.page.getByRole('button', { name: operator.t('login:warning.stay') });
    await operator.page.clock.install();
    await operator.page.clock.fastForward('13:30');
    await expectPage(stay).toBeHidden();
    await operator.page.clock.fastForward('00:40');
    await expectPage(stay).toBeVisible();
    await operator.press(stay);
    await expect.poll(calls).toBe(1);
  });
});

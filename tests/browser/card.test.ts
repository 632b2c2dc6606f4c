import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cardCaller } from '../helpers/card-login.ts';
import { buildMockCard, type MockCard, noMockCard } from '../helpers/card-mock.ts';
import { expectPage } from '../helpers/expect-page.ts';
import { findViolations } from '../helpers/find-violations.ts';
import { type Operator, openOperator } from '../helpers/operator.ts';
import { noSoftCard, openSoftCards, SOFT_PIN, type SoftCards, softModule } from '../helpers/soft-card.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';

let terminal: TestTerminal;
let operator: Operator;

async function chooseCard(): Promise<void> {
  const { page, t } = operator;
  await operator.show('ccms-login');
  const byCard = page.getByRole('radio', { name: t('policy:method.smart-card'), exact: true });
  await expectPage(byCard).toBeVisible();
  if (!(await byCard.isChecked())) {
    await operator.tabTo(page.getByRole('radio', { name: t('policy:method.2fa'), exact: true }));
    await page.keyboard.press('ArrowRight');
  }
  await expectPage(page.getByText(t('card:intro'))).toBeVisible();
}

const pinField = () => operator.page.getByLabel(operator.t('card:pin'), { exact: true });
const status = () => operator.page.locator('.card-status');

/** Types a PIN and presses Enter; the field must be empty again at once. */
async function typePin(pin: string): Promise<void> {
  await operator.tabTo(pinField());
  await operator.page.keyboard.type(pin);
  await operator.page.keyboard.press('Enter');
  await expectPage(pinField()).toHaveValue('');
}

/** Chooses one of two certificates by keyboard; the arrow leads to it from the other. */
async function chooseCertificate(holder: string, arrow: string): Promise<void> {
  const { page } = operator;
  const wanted = page.getByRole('radio', { name: new RegExp(holder) });
  const others = page.getByRole('radio', { name: /CHAN TAI MAN|WONG SIU YIN/ });
  const checked = await others.evaluateAll((all) => all.findIndex((each) => (each as HTMLInputElement).checked));
  await operator.tabTo(others.nth(Math.max(0, checked)));
  await page.keyboard.press('Space');
  if (!(await wanted.isChecked())) await page.keyboard.press(arrow);
}

describe.each(['en', 'zh-Hant'] as const)('the smart card on the log-in screen (%s)', (language) => {
  let mock: MockCard;
  beforeAll(async () => {
    if (noMockCard) return;
    mock = await buildMockCard();
    terminal = await openTerminal({ makeCards: async () => mock.modulePath });
    operator = await openOperator(terminal, language);
  });
  afterAll(async () => {
    await operator?.close();
    await terminal?.close();
    await mock?.close();
  });
  beforeEach(async ({ skip }) => {
    if (noMockCard) skip(noMockCard);
    await mock.reset();
    const caller = cardCaller(terminal.app);
    const seen = { kind: 'present', cards: [{ pin: 'ok', pinPad: false }] };
    await expect.poll(async () => (await caller.state()).value, { timeout: 10_000 }).toMatchObject(seen);
  });

  it('tells what is in the reader, as it changes', async () => {
    const { t } = operator;
    await mock.write('noreader', '');
    await chooseCard();
    await expectPage(status()).toHaveText(t('card:state.no-reader'));
    expect(await findViolations(operator.page)).toEqual([]);
    await mock.write('absent', '');
    await mock.remove('noreader');
    await expectPage(status()).toHaveText(t('card:state.no-card'));
    await mock.remove('absent');
    await expectPage(status()).toHaveText(
      t('card:card', {
        label: 'CCMS',
        serial: 'MOCK0001',
        reader: 'Mock reader',
        interpolation: { escapeValue: false },
      }),
    );
    await expectPage(operator.page.getByText('CHAN TAI MAN', { exact: true })).toBeVisible();
    await mock.write('absent', '');
    await expectPage(status()).toHaveText(t('card:state.removed'));
  });

  it('warns, asks before the last try, and explains a locked card', async () => {
    const { page, t } = operator;
    const logIn = page.getByRole('button', { name: t('card:logIn'), exact: true });
    await chooseCard();
    await typePin('654321');
    await expectPage(page.getByText(t('errors:card-pin-wrong.message'))).toBeVisible();
    await expectPage(page.getByText(t('card:low'))).toBeVisible();
    await typePin('654321');
    await expectPage(page.getByText(t('card:final'))).toBeVisible();
    await expectPage(logIn).toBeDisabled();
    await operator.tabTo(pinField());
    await page.keyboard.type('654321');
    await page.keyboard.press('Enter');
    expect(await mock.logins()).toBe('ww');
    expect(await findViolations(operator.page)).toEqual([]);
    await operator.tabTo(page.getByRole('checkbox', { name: t('card:confirmFinal') }));
    await page.keyboard.press('Space');
    await operator.press(logIn);
    await expectPage(page.getByText(t('card:locked'))).toBeVisible();
    await expectPage(pinField()).toHaveCount(0);
    expect(await mock.logins()).toBe('wwfw');
    expect(await findViolations(operator.page)).toEqual([]);
    expect(operator.trespasses).toEqual([]);
  });

  it('stays usable while the card takes its time, and can be cancelled', async () => {
    const { page, t } = operator;
    await mock.plan('C_Login slow 30000');
    await chooseCard();
    await expectPage(pinField()).toBeVisible();
    await typePin('123456');
    await expectPage(page.getByRole('button', { name: t('card:busy') })).toBeVisible();
    await operator.show('settings');
    await operator.show('ccms-login');
    await operator.press(page.getByRole('button', { name: t('login:cancel') }));
    await expectPage(page.getByText(t('errors:card-cancelled.message'))).toBeVisible();
    expect(await mock.logins()).toBe('r');
  });

  it('sends nothing to a reader with a PIN pad but the wish to log in', async () => {
    const { page, t } = operator;
    await mock.write('pinpad', '');
    await chooseCard();
    await expectPage(page.getByText(t('card:pinPad'))).toBeVisible();
    await expectPage(pinField()).toHaveCount(0);
    await operator.press(page.getByRole('button', { name: t('card:logIn'), exact: true }));
    await expect.poll(() => mock.logins()).toBe('n');
    // What the mock signs is worth nothing to the exchange.
    await expectPage(page.getByText(t('errors:card-refused.message'))).toBeVisible();
  });
});

describe('the log-in by a SoftHSM2 card', () => {
  let cards: SoftCards;
  beforeAll(async () => {
    if (noSoftCard) return;
    cards = await openSoftCards();
    terminal = await openTerminal({
      async makeCards({ control }) {
        const certify = (userId: string) => (publicKey: Uint8Array<ArrayBuffer>) =>
          control.issueCard({ userId, publicKey });
        await cards.make('CCMS', [
          { id: '01', keyType: 'EC:prime256v1', certify: certify('CHANTM') },
          { id: '02', keyType: 'EC:prime256v1', certify: certify('WONGSY') },
        ]);
        return softModule;
      },
    });
    operator = await openOperator(terminal, 'en');
  });
  afterEach(() => expect(operator?.trespasses ?? []).toEqual([]));
  afterAll(async () => {
    await operator?.close();
    await terminal?.close();
    await cards?.close();
  });
  beforeEach(({ skip }) => {
    if (noSoftCard) skip(noSoftCard);
  });

  it('lets the operator choose a certificate, logs in, and ends with the card', async () => {
    const { page, t } = operator;
    await chooseCard();
    const wanted = page.getByRole('radio', { name: /WONG SIU YIN/ });
    await expectPage(wanted).toBeVisible();
    // Nobody's certificate is taken unless it is chosen.
    await expectPage(pinField()).toHaveCount(0);
    await chooseCertificate('WONG SIU YIN', 'ArrowDown');
    await typePin(SOFT_PIN);
    await expectPage(page.getByText(t('login:loggedIn.as', { name: 'WONG SIU YIN' }))).toBeVisible();
    await expectPage(page.getByText(t('login:loggedIn.smart-card'), { exact: true })).toBeVisible();
    expect(terminal.practice.control.logins()).toMatchObject([{ userId: 'WONGSY', method: 'smart-card' }]);
  });

  it('unlocks by the card of whoever logged in by it, not by another one, and ends with the card', async () => {
    const { page, t } = operator;
    await page.keyboard.press('Control+L');
    const locked = page.getByRole('heading', { level: 1, name: t('lock:title') });
    await expectPage(locked).toBeVisible();
    await chooseCertificate('CHAN TAI MAN', 'ArrowUp');
    await typePin(SOFT_PIN);
    await expectPage(page.getByText(t('errors:unlock-wrong-user.message'))).toBeVisible();
    expect(await findViolations(operator.page)).toEqual([]);
    await chooseCertificate('WONG SIU YIN', 'ArrowDown');
    await typePin(SOFT_PIN);
    await expectPage(locked).toBeHidden();
    await expectPage(page.getByText(t('login:loggedIn.as', { name: 'WONG SIU YIN' }))).toBeVisible();
    await cards.takeOut();
    await expectPage(page.getByText(t('login:ended.card-removed'))).toBeVisible({ timeout: 10_000 });
    await cards.putBack();
  });
});

import type { Language } from '../../shared/contract/terminal.ts';
import { expectPage as expect } from '../../tests/helpers/expect-page.ts';
import { memoryCredentials } from '../../tests/helpers/memory-credentials.ts';
import { type Operator, openOperator } from '../../tests/helpers/operator.ts';
import { noSoftCard, openSoftCards, softModule } from '../../tests/helpers/soft-card.ts';
import { openTerminal } from '../../tests/helpers/terminal.ts';

type Shoot = (operator: Operator, name: string) => Promise<void>;
type Look = readonly [Language, 'light' | 'dark'];

const USER = 'chan@firm.example';
/** Its telephone number is typed below. */
const FORGETFUL = 'yip@single.example';
const NEW_PASSWORD = 'Another-Harbour-Evening-1904';

/** The log-in by card: one card with two certificates, one of them chosen, the PIN not typed yet. */
async function shootCard([language, colorScheme]: Look, shoot: Shoot): Promise<void> {
  if (noSoftCard) {
    process.stdout.write(`No picture of the card: ${noSoftCard}\n`);
    return;
  }
  const cards = await openSoftCards();
  const terminal = await openTerminal({
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
  const operator = await openOperator(terminal, language, { colorScheme });
  try {
    const { page, t } = operator;
    const byPassword = page.getByRole('radio', { name: t('policy:method.2fa'), exact: true });
    await operator.tabTo(byPassword);
    await page.keyboard.press('ArrowRight');
    const certificates = page.getByRole('radio', { name: /CHAN TAI MAN|WONG SIU YIN/ });
    await expect(certificates).toHaveCount(2);
    await operator.tabTo(certificates.first());
    await page.keyboard.press('Space');
    await expect(page.getByLabel(t('card:pin'), { exact: true })).toBeVisible();
    await shoot(operator, 'login-card');
  } finally {
    await operator.close();
    await terminal.close();
    await cards.close();
  }
}

/** The pages of a forgotten password: what is asked for, and the new one behind the link that came by mail. */
async function shootRecovery(operator: Operator, shoot: Shoot): Promise<void> {
  const { page, terminal } = operator;
  const words = (key: string) => operator.t(`recovery:${key}`);
  const type = async (label: string, text: string) => {
    await operator.tabTo(page.getByLabel(words(label), { exact: true }));
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(text);
  };
  const press = (key: string) => operator.press(page.getByRole('button', { name: words(key), exact: true }));
  const links = () => terminal.practice.control.mails(FORGETFUL).filter(({ text }) => text.includes('https://'));
  await operator.show('ecp-login');
  await press('open');
  await type('ask.email', FORGETFUL);
  await type('ask.phone', '+(2987) 65-43');
  await press('ask.send');
  await expect.poll(() => links().length).toBe(1);
  await shoot(operator, 'forgotten-password');
  await type('link.label', links()[0]?.text.split('\n').at(-1) ?? '');
  await press('link.check');
  await type('password.label', NEW_PASSWORD);
  await shoot(operator, 'new-password');
  await press('back');
}

/** Authenticator set-up, with its QR code. */
async function shootAuthenticator(operator: Operator, shoot: Shoot): Promise<void> {
  const { page, t } = operator;
  await operator.logIn('ecp', USER);
  await operator.press(page.getByRole('button', { name: t('authenticator:begin') }));
  await expect(page.getByRole('img', { name: t('authenticator:scanLabel') })).toBeVisible();
  await shoot(operator, 'authenticator');
}

/** A receipt on the screen, of a file that the exchange has confirmed. */
async function shootReceipt(operator: Operator, shoot: Shoot): Promise<void> {
  const { page, t } = operator;
  const file = { name: 'SD_01234_20260512.csv', content: 'ref,code,side,qty\n1,00005,B,400\n' };
  await operator.show('ecp-submit');
  await operator.choose(page.getByRole('button', { name: t('submission:chooseFile') }), [file]);
  await operator.press(page.getByRole('button', { name: t('submission:submit'), exact: true }));
  await expect(page.getByText(t('submission:state.confirmed'), { exact: true })).toBeVisible();
  await operator.press(page.getByRole('button', { name: `${t('submission:receipt')}: ${file.name}` }));
  await expect(page.getByRole('dialog')).toContainText(file.name);
  await shoot(operator, 'receipt');
}

/** The ways in that are not taken every day, and what one has in the hand at the end: card, forgotten password, authenticator, receipt. */
export async function shootAccess(look: Look, shoot: Shoot): Promise<void> {
  await shootCard(look, shoot);
  const [language, colorScheme] = look;
  const terminal = await openTerminal({ credentials: memoryCredentials() });
  const operator = await openOperator(terminal, language, { colorScheme });
  try {
    await shootRecovery(operator, shoot);
    await shootAuthenticator(operator, shoot);
    await shootReceipt(operator, shoot);
  } finally {
    await operator.close();
    await terminal.close();
  }
}

import { useTranslation } from 'react-i18next';
import type { OtpStep } from '../../shared/contract/session.ts';
import { useTerminalState } from '../settings/terminal-feature.ts';
import { formatDuration } from '../ui/format.ts';
import { useNow } from '../ui/use-now.ts';

/** Where the one-time password is found, and how long it holds. */
export function OtpFacts({ step }: { readonly step: OtpStep }) {
  return (
    <div className="otp-facts">{step.channel === 'app' ? <AppFacts step={step} /> : <MailFacts step={step} />}</div>
  );
}

function MailFacts({ step }: { readonly step: OtpStep }) {
  const { t } = useTranslation('login');
  const left = step.expiresAt - useNow();
  return (
    <>
      <p>{t('otp.sentTo', { address: step.maskedAddress })}</p>
      <p>{t('otp.lookFor', { sender: step.sender, subject: step.subject })}</p>
      <p className="otp-limits">
        <span role="timer">{left > 0 ? t('otp.validFor', { time: formatDuration(left) }) : t('otp.expired')}</span>
        {step.attemptsLeft !== null && <span>{t('otp.attemptsLeft', { count: step.attemptsLeft })}</span>}
        <span>{t('otp.newestCounts')}</span>
      </p>
      <NoMail address={step.maskedAddress} />
    </>
  );
}

function AppFacts({ step }: { readonly step: OtpStep }) {
  const { t } = useTranslation('authenticator');
  const { t: tLogin } = useTranslation('login');
  const left = step.expiresAt - useNow();
  return (
    <>
      <p>{t('showing')}</p>
      <p className="muted">{t('changes')}</p>
      <p className="otp-limits">
        <span role="timer">
          {left > 0 ? t('expectedWithin', { time: formatDuration(left) }) : tLogin('otp.expired')}
        </span>
        {step.attemptsLeft !== null && <span>{tLogin('otp.attemptsLeft', { count: step.attemptsLeft })}</span>}
      </p>
      {step.channels.includes('email') && <p className="muted">{t('noPhone', { address: step.maskedAddress })}</p>}
    </>
  );
}

/** What can have become of a mail that does not come, in the order in which it is worth looking. */
function NoMail({ address }: { readonly address: string }) {
  const { t } = useTranslation('trouble');
  const help = useTerminalState(({ status }) => status?.help ?? { hotline: '', email: '' });
  return (
    <details className="no-mail">
      <summary>{t('noMail.title')}</summary>
      <ul className="plain-list">
        <li>{t('noMail.spam')}</li>
        <li>{t('noMail.delay')}</li>
        <li>{t('noMail.address', { address })}</li>
        <li>{t('noMail.group')}</li>
        <li>{t('noMail.help', help)}</li>
      </ul>
    </details>
  );
}

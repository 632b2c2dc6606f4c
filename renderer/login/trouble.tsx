import { useTranslation } from 'react-i18next';
import type { AppError } from '../../shared/contract/errors.ts';
import type { Realm } from '../../shared/contract/session.ts';
import { useTerminalState } from '../settings/terminal-feature.ts';
import { ErrorWords } from '../ui/error-words.tsx';

/** Refusals of a log-in that have a cause worth telling and somebody who can help. */
const explained = ['bad-credentials', 'account-locked', 'email-not-registered', 'method-not-allowed'] as const;

interface TroubleWordsProps {
  readonly cause: string;
  readonly next: string;
  readonly who: string;
}

/** Cause, next step, who helps. */
export function TroubleParts({ cause, next, who }: TroubleWordsProps) {
  const { t } = useTranslation('trouble');
  return (
    <dl className="trouble">
      <dt>{t('cause')}</dt>
      <dd>{cause}</dd>
      <dt>{t('next')}</dt>
      <dd>{next}</dd>
      <dt>{t('who')}</dt>
      <dd>{who}</dd>
    </dl>
  );
}

/** A refusal of a log-in: what happened, and where it is known why, what to do and who helps in this realm. */
export function LoginTrouble({ error, realm }: { readonly error: AppError; readonly realm: Realm }) {
  const { t } = useTranslation('trouble');
  const help = useTerminalState(({ status }) => status?.help ?? { hotline: '', email: '' });
  const code = explained.find((known) => known === error.code);
  if (code === undefined) return <ErrorWords error={error} />;
  return (
    <>
      <ErrorWords error={error} brief />
      <TroubleParts
        cause={t(`${realm}.${code}.cause`)}
        next={t(`${realm}.${code}.next`)}
        who={t(`${realm}.${code}.who`, help)}
      />
    </>
  );
}

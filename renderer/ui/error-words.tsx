import { useTranslation } from 'react-i18next';
import type { AppError } from '../../shared/contract/errors.ts';
import { useTerminalState } from '../settings/terminal-feature.ts';
import { formatDuration, formatSize } from './format.ts';

const explained = ['2000', '4505'] as const;
type ExplainedCode = (typeof explained)[number];

function isExplained(code: string): code is ExplainedCode {
  return explained.some((known) => known === code);
}

interface ErrorWordsProps {
  readonly error: AppError;
  /** Only what happened: what to do is said beside it. */
  readonly brief?: boolean;
}

/** Whether the exchange itself states another SHA-256, which is evidence; otherwise an upload was changed on its way. */
export function isStatedByExchange({ code, details }: AppError): boolean {
  return code === 'checksum-differs' && details?.statedBy === 'exchange';
}

function keyOf(error: AppError) {
  const { code, exchangeCode } = error;
  if (exchangeCode !== undefined && isExplained(exchangeCode)) return exchangeCode;
  return code === 'checksum-differs' && !isStatedByExchange(error) ? 'detail.changedOnTheWay' : code;
}

/**
 * The words of an error: what happened, what to do, whom to call. The exchange's own code is shown as it is, and where its
 * meaning is public (2000, 4505) its words take the place of the general ones.
 */
export function ErrorWords({ error, brief = false }: ErrorWordsProps) {
  const { t } = useTranslation('errors');
  const help = useTerminalState(({ status }) => status?.help ?? null);
  const { exchangeCode } = error;
  const key = keyOf(error);
  const places = { ...error.details, hotline: help?.hotline ?? '', email: help?.email ?? '' };
  return (
    <>
      <strong>
        {exchangeCode !== undefined && <code className="exchange-code">{exchangeCode}</code>}
        {t(`${key}.message`, places)}
      </strong>
      <ErrorDetails details={error.details ?? {}} />
      {!brief && <span> {t(`${key}.next`, places)}</span>}
    </>
  );
}

function ErrorDetails({ details }: { readonly details: NonNullable<AppError['details']> }) {
  const { t } = useTranslation('errors');
  const { attemptsLeft, lockedForMs, retryAfterMs, limit, message } = details;
  return (
    <>
      {typeof attemptsLeft === 'number' && <span> {t('detail.attemptsLeft', { count: attemptsLeft })}</span>}
      {typeof lockedForMs === 'number' && <span> {t('detail.lockedFor', { time: formatDuration(lockedForMs) })}</span>}
      {typeof retryAfterMs === 'number' && (
        <span> {t('detail.retryAfter', { time: formatDuration(retryAfterMs) })}</span>
      )}
      {typeof limit === 'number' && <span> {t('detail.limit', { size: formatSize(limit) })}</span>}
      {typeof message === 'string' && message !== '' && <span> {t('detail.said', { message })}</span>}
    </>
  );
}

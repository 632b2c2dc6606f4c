import { useTranslation } from 'react-i18next';
import type { LoggedIn } from '../../shared/contract/session.ts';
import { Notice } from '../ui/notice.tsx';

/** What the exchange tells whoever has just logged in: something of their own that still has to be done. */
export function OwnReminders({ reminders }: Pick<LoggedIn, 'reminders'>) {
  const { t } = useTranslation('readiness');
  return (
    <>
      {reminders.map((reminder) => (
        <Notice key={reminder} tone={reminder === 'app-not-enrolled' ? 'info' : 'warning'}>
          {t(`own.${reminder}`)}
        </Notice>
      ))}
    </>
  );
}

import { useTranslation } from 'react-i18next';

export function QueuePanel() {
  const { t } = useTranslation('transfers');
  return <p className="empty muted">{t('none.queue')}</p>;
}

import { useTranslation } from 'react-i18next';

export function WatchPanel() {
  const { t } = useTranslation('transfers');
  return <p className="empty muted">{t('none.watch')}</p>;
}

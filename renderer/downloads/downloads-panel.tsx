import { useTranslation } from 'react-i18next';

export function DownloadsPanel() {
  const { t } = useTranslation('transfers');
  return <p className="empty muted">{t('none.downloads')}</p>;
}

import { useTranslation } from 'react-i18next';
import { DownloadRow } from './download-row.tsx';
import { useDownloadsState } from './downloads-feature.ts';

/** Every file that was listed, newest first. */
export function DownloadsTable() {
  const { t } = useTranslation('downloads');
  const ids = useDownloadsState(({ rows }) => rows.map(({ downloadId }) => downloadId));
  if (ids.length === 0) return <p className="empty muted">{t('none')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section className="table-scroll downloads-table" aria-label={t('title')} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('column.time')}</th>
            <th scope="col">{t('column.file')}</th>
            <th scope="col">SHA-256</th>
            <th scope="col">{t('column.belongsTo')}</th>
            <th scope="col">{t('column.state')}</th>
            <th scope="col">{t('column.actions')}</th>
          </tr>
        </thead>
        <tbody>
          {ids.map((downloadId) => (
            <DownloadRow key={downloadId} downloadId={downloadId} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

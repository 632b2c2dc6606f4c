import { Download, Search, X } from 'lucide-react';
import { useLayoutEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { DownloadStatus } from '../../shared/contract/download.ts';
import { showScreen, useFrame } from '../app/frame-feature.ts';
import { PlaceAnswer } from '../place/place-answer.tsx';
import { changeSettings, useTerminal } from '../settings/terminal-feature.ts';
import { Button } from '../ui/button.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { formatDateTime } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { cancelDownload, fetchNew, onlyLook } from './downloads-actions.ts';
import { useDownloads, useDownloadsState } from './downloads-feature.ts';
import { DownloadsTable } from './downloads-table.tsx';

/** Files from the exchange: looks, fetches, and shows what came of each. Ctrl+Enter does the first two. */
export function DownloadsPanel() {
  const { t } = useTranslation('downloads');
  const feature = useDownloads();
  const status = useDownloadsState((state) => state.status);
  const canFetch = status !== null && status.unavailable === null && status.busy === 'no';
  // Before anything is painted: whoever sees the panel may press the keys.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !event.ctrlKey) return;
      // The control with the focus would take it for a press.
      event.preventDefault();
      event.stopPropagation();
      if (canFetch) void fetchNew(feature);
    };
    document.addEventListener('keydown', onKeyDown, { capture: true });
    return () => document.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [feature, canFetch]);
  if (!status) return null;
  if (status.unavailable) {
    return (
      <Notice tone="info">
        <ErrorWords error={status.unavailable} />
      </Notice>
    );
  }
  return (
    <>
      <p className="screen-intro">{t('intro')}</p>
      <Actions status={status} />
      <Troubles status={status} />
      <PlaceAnswer />
      <DownloadsTable />
    </>
  );
}

function Actions({ status }: { readonly status: DownloadStatus }) {
  const { t } = useTranslation('downloads');
  const feature = useDownloads();
  const isBusy = status.busy !== 'no';
  return (
    <div className="form-actions downloads-actions">
      <Button
        variant="primary"
        busy={isBusy}
        icon={<Download aria-hidden size={14} />}
        onPress={() => void fetchNew(feature)}
        aria-keyshortcuts="Control+Enter"
      >
        {t('fetch')}
      </Button>
      <Button busy={isBusy} icon={<Search aria-hidden size={14} />} onPress={() => void onlyLook(feature)}>
        {t('look')}
      </Button>
      {isBusy && (
        <Button icon={<X aria-hidden size={14} />} onPress={() => void cancelDownload(feature)}>
          {t('cancelAll')}
        </Button>
      )}
      <span className="muted" role="status">
        {status.busy === 'no' ? <LastLook status={status} /> : t(`busy.${status.busy}`)}
      </span>
      <Every status={status} />
    </div>
  );
}

/** When the folders were seen last, and what there is. */
function LastLook({ status }: { readonly status: DownloadStatus }) {
  const { t } = useTranslation('downloads');
  const counts = useDownloadsState(({ rows }) => ({
    delivered: rows.filter(({ state }) => state === 'delivered').length,
    open: rows.filter(({ state }) => state === 'new').length,
    failed: rows.filter(({ state }) => state === 'failed' || state === 'checksum-differs').length,
  }));
  if (status.lookedAt === null) return t('neverLooked');
  return (
    <>
      {t('lookedAt', { time: formatDateTime(status.lookedAt) })} · {t('counts', counts)}
    </>
  );
}

const choices = [5, 10, 15, 30, 60];

/** How often new files are fetched by themselves. */
function Every({ status }: { readonly status: DownloadStatus }) {
  const { t } = useTranslation('downloads');
  const terminal = useTerminal();
  const { everyMinutes, fixed } = status;
  if (fixed) return <span className="muted downloads-every">{t('everyFixed', { count: everyMinutes ?? 0 })}</span>;
  const minutes = [...new Set([...choices, ...(everyMinutes === null ? [] : [everyMinutes])])].toSorted(
    (a, b) => a - b,
  );
  return (
    <SelectField
      className="downloads-every"
      label={t('every')}
      placeholder=""
      choices={[
        { id: 'off', text: t('everyChoice.off') },
        ...minutes.map((count) => ({ id: String(count), text: t('everyChoice.minutes', { count }) })),
      ]}
      value={everyMinutes === null ? 'off' : String(everyMinutes)}
      onChange={(id) =>
        void changeSettings(terminal, { downloadEveryMinutes: id === 'off' ? null : Number.parseInt(id, 10) })
      }
    />
  );
}

const aboutKeys: readonly string[] = [
  'sftp-key-missing',
  'sftp-key-expired',
  'sftp-key-refused',
  'sftp-connection-refused',
];

/** What stands in the way of all files, of a folder, or of names. */
function Troubles({ status }: { readonly status: DownloadStatus }) {
  const { t } = useTranslation('downloads');
  const frame = useFrame();
  const failure = useDownloadsState((state) => state.failure);
  const error = failure ?? status.error;
  return (
    <>
      <div role="alert">
        {error && (
          <Notice
            tone="danger"
            actions={
              aboutKeys.includes(error.code) && (
                <Button onPress={() => showScreen(frame, 'ecp-sftp')}>{t('goToAccount')}</Button>
              )
            }
          >
            <ErrorWords error={error} />
          </Notice>
        )}
      </div>
      {status.folders.map(({ folderId, error: refused, passedOver }) => (
        <FolderTrouble key={folderId} folderId={folderId} error={refused} passedOver={passedOver} />
      ))}
    </>
  );
}

function FolderTrouble({ folderId, error, passedOver }: DownloadStatus['folders'][number]) {
  const { t } = useTranslation('downloads');
  if (error) {
    return (
      <Notice tone="warning">
        <strong>{t('folderError', { folder: folderId })}</strong> <ErrorWords error={error} />
      </Notice>
    );
  }
  if (passedOver === 0) return null;
  return <Notice tone="warning">{t('passedOver', { folder: folderId, count: passedOver })}</Notice>;
}

import {
  CircleCheck,
  CircleX,
  Copy,
  Download as DownloadSign,
  Equal,
  FolderOpen,
  Hourglass,
  RotateCcw,
  RotateCw,
  ShieldX,
  Sparkles,
  X,
} from 'lucide-react';
import { ProgressBar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Download } from '../../shared/contract/download.ts';
import { showDownload } from '../place/place-actions.ts';
import { useShowsPlaces } from '../place/place-answer.tsx';
import { usePlace } from '../place/place-feature.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { FileName } from '../ui/file-name.tsx';
import { formatDateTime, formatDuration, formatSize } from '../ui/format.ts';
import { cancelDownload, fetchOne } from './downloads-actions.ts';
import { useDownloads, useDownloadsState } from './downloads-feature.ts';

const signs = {
  new: Sparkles,
  waiting: Hourglass,
  fetching: RotateCw,
  delivered: CircleCheck,
  same: Equal,
  'checksum-differs': ShieldX,
  failed: CircleX,
} as const;

/** One file: when, what, whose result, what became of it, and what can be done now. */
export function DownloadRow({ downloadId }: { readonly downloadId: string }) {
  const row = useDownloadsState(({ rows }) => rows.find((each) => each.downloadId === downloadId) ?? null);
  if (!row) return null;
  return (
    <>
      <Facts row={row} />
      {row.error && (
        <tr className="download-error">
          <td colSpan={6}>
            <p className="row-error">
              <ErrorWords error={row.error} />
            </p>
          </td>
        </tr>
      )}
    </>
  );
}

function Facts({ row }: { readonly row: Download }) {
  const { t } = useTranslation('app');
  const { fileName, sha256 } = row;
  return (
    <tr className={row.error ? 'download-with-error' : undefined}>
      <td className="download-time tabular">{formatDateTime(row.modifiedAt)}</td>
      <th scope="row" className="file-name">
        <FileName name={fileName} />
        <span className="row-note">
          {row.folderId} · {formatSize(row.size)}
        </span>
        <LocalName row={row} />
      </th>
      <td className="hash-cell">
        {sha256 && (
          <>
            <code>{sha256.slice(0, 8)}</code>
            <CopyButton text={sha256} label={`${t('copyChecksum')}: ${fileName}`} />
          </>
        )}
      </td>
      <td className="file-name">{row.submission ? <FileName name={row.submission.fileName} /> : '–'}</td>
      <td className="download-state">
        <State row={row} />
      </td>
      <td className="actions-cell">
        <RowActions row={row} />
      </td>
    </tr>
  );
}

/** Where it is, when that is not under its own name. */
function LocalName({ row: { state, fileName, localName } }: { readonly row: Download }) {
  const { t } = useTranslation('downloads');
  if (localName === null || localName === fileName) return null;
  if (state === 'checksum-differs') return <span className="row-note">{t('note.aside', { name: localName })}</span>;
  return <span className="row-note">{t('note.localName', { name: localName })}</span>;
}

function State({ row }: { readonly row: Download }) {
  const { t } = useTranslation('downloads');
  const { state, proof } = row;
  const Sign = signs[state];
  return (
    <>
      <span className={`outcome download-${state}`}>
        <Sign aria-hidden size={14} />
        {t(`state.${state}`)}
      </span>
      {state === 'fetching' && <FetchingProgress row={row} />}
      {state === 'same' && <span className="row-note">{t('note.same')}</span>}
      {proof && <span className="row-note">{t(`note.proof.${proof}`)}</span>}
    </>
  );
}

function FetchingProgress({ row: { downloadId, fileName } }: { readonly row: Download }) {
  const { t } = useTranslation('downloads');
  const progress = useDownloadsState((state) => state.progress[downloadId] ?? null);
  if (!progress) return null;
  const { receivedBytes, totalBytes, bytesPerSecond } = progress;
  const percent = totalBytes > 0 ? Math.floor((receivedBytes / totalBytes) * 100) : 100;
  const left = bytesPerSecond > 0 ? formatDuration(((totalBytes - receivedBytes) / bytesPerSecond) * 1000) : '–';
  return (
    <ProgressBar aria-label={t('fetching', { name: fileName })} value={percent} className="sending">
      {/* A native element, because it draws its value without an inline style. */}
      <progress max={100} value={percent} aria-hidden="true" />
      <span className="row-note tabular">
        {percent} % · {formatSize(receivedBytes)} / {formatSize(totalBytes)} · {formatSize(Math.round(bytesPerSecond))}
        /s · {t('timeLeft', { time: left })}
      </span>
    </ProgressBar>
  );
}

function RowActions({ row }: { readonly row: Download }) {
  const { t } = useTranslation('downloads');
  const feature = useDownloads();
  const { downloadId, fileName, state } = row;
  const named = (words: string) => `${words}: ${fileName}`;
  if (state === 'waiting' || state === 'fetching') {
    return (
      <Button
        aria-label={named(t('cancel'))}
        onPress={() => void cancelDownload(feature, downloadId)}
        icon={<X aria-hidden size={14} />}
      >
        {t('cancel')}
      </Button>
    );
  }
  const words = state === 'new' ? t('fetchOne') : t('retry');
  const Sign = state === 'new' ? DownloadSign : RotateCcw;
  return (
    <>
      {state !== 'delivered' && state !== 'same' && (
        <Button
          aria-label={named(words)}
          onPress={() => void fetchOne(feature, downloadId)}
          icon={<Sign aria-hidden size={14} />}
        >
          {words}
        </Button>
      )}
      {row.localName !== null && <ShowButton row={row} />}
    </>
  );
}

/** Shows the file where it was put, or copies its path where the host has no file manager. */
function ShowButton({ row: { downloadId, fileName } }: { readonly row: Download }) {
  const { t } = useTranslation('place');
  const place = usePlace();
  const shows = useShowsPlaces();
  const words = t(shows ? 'showFile' : 'copyPath');
  return (
    <Button
      aria-label={`${words}: ${fileName}`}
      onPress={() => void showDownload(place, downloadId)}
      icon={shows ? <FolderOpen aria-hidden size={14} /> : <Copy aria-hidden size={14} />}
    >
      {words}
    </Button>
  );
}

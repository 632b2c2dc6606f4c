import { useTranslation } from 'react-i18next';
import type { WatchFolder } from '../../shared/contract/watch.ts';
import { findingPlaces } from '../../shared/model/finding-places.ts';
import { FolderMenu } from '../place/folder-menu.tsx';
import { useTerminalState } from '../settings/terminal-feature.ts';
import { Button } from '../ui/button.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { FileName } from '../ui/file-name.tsx';
import { formatDateTime, formatTime } from '../ui/format.ts';
import { openFolder } from './watch-actions.ts';
import { useWatch, useWatchState } from './watch-feature.ts';
import { WatchForm } from './watch-form.tsx';

const columns = ['folder', 'state', 'outbox', 'sending', 'archive', 'error', 'last'] as const;
const counted: readonly string[] = ['outbox', 'sending', 'archive', 'error'];

/** One row for each ECP folder; below it its settings when they are open, and its last error. */
export function WatchTable({ folders }: { readonly folders: readonly WatchFolder[] }) {
  const { t } = useTranslation('watch');
  return (
    <div className="table-scroll">
      <table className="table watch-table" aria-label={t('table')}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" className={counted.includes(column) ? 'number' : undefined}>
                {t(`column.${column}`)}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        {folders.map((folder) => (
          <FolderRows key={folder.folderId} folder={folder} />
        ))}
      </table>
    </div>
  );
}

function FolderRows({ folder }: { readonly folder: WatchFolder }) {
  const { t } = useTranslation('watch');
  const feature = useWatch();
  const isOpen = useWatchState(({ opened }) => opened === folder.folderId);
  const language = useTerminalState(({ settings }) => settings?.language ?? 'en');
  const { counts, lastTaken, code } = folder;
  return (
    <tbody>
      <tr>
        <th scope="row">
          {code}
          <span className="row-note">{language === 'en' ? folder.title.en : folder.title.zhHant}</span>
        </th>
        <td className="watch-state">
          <State folder={folder} />
        </td>
        <td className="number">
          {counts.outbox}
          {counts.blocked > 0 && <span className="row-note">{t('blocked', { count: counts.blocked })}</span>}
        </td>
        <td className="number">
          {counts.sending}
          {counts.inDoubt > 0 && (
            <span className="row-note watch-doubt">{t('inDoubt', { count: counts.inDoubt })}</span>
          )}
        </td>
        <td className="number">{counts.archivedToday}</td>
        <td className={counts.error > 0 ? 'number watch-bad' : 'number'}>{counts.error}</td>
        <td className="watch-last">
          {lastTaken ? (
            <>
              <span className="file-name">
                <FileName name={lastTaken.fileName} />
              </span>
              <span className="row-note">{formatDateTime(lastTaken.at)}</span>
            </>
          ) : (
            '–'
          )}
        </td>
        <td className="actions-cell">
          <Button
            aria-expanded={isOpen}
            aria-label={t(isOpen ? 'close' : 'setOf', { folder: code })}
            onPress={() => openFolder(feature, isOpen ? null : folder.folderId)}
          >
            {t(isOpen ? 'close' : 'set')}
          </Button>
          <FolderMenu folderId={folder.folderId} code={code} />
        </td>
      </tr>
      {isOpen && (
        <tr className="watch-more">
          <td colSpan={columns.length + 1}>
            <WatchForm folder={folder} />
          </td>
        </tr>
      )}
      <LastError folder={folder} />
    </tbody>
  );
}

/** On or off, and when files are taken. */
function State({ folder }: { readonly folder: WatchFolder }) {
  const { t } = useTranslation('watch');
  const { on, schedule, cutOff, late } = folder;
  return (
    <>
      <span className={on ? 'watch-on' : 'muted'}>{t(on ? 'state.on' : 'state.off')}</span>
      {schedule && <ScheduleWords schedule={schedule} />}
      {cutOff && (
        <span className={cutOff.state === 'ahead' || !on ? 'row-note' : 'row-note watch-soon'} aria-live="polite">
          {t(`cutOff.${cutOff.state === 'passed' && late ? 'passedLate' : cutOff.state}`, {
            time: formatTime(cutOff.at).slice(0, 5),
          })}
        </span>
      )}
    </>
  );
}

function ScheduleWords({ schedule }: { readonly schedule: NonNullable<WatchFolder['schedule']> }) {
  const { t } = useTranslation('watch');
  const { from, until, days, isOpen, changesAt } = schedule;
  const hours = t('hours', { from: from ?? '00:00', until: until ?? '24:00' });
  const time = changesAt === null ? '' : formatDateTime(changesAt).slice(0, 16);
  const state = changesAt === null ? (isOpen ? 'openAlways' : 'never') : isOpen ? 'open' : 'closed';
  return (
    <>
      <span className="row-note">
        {hours}
        {days && ` · ${days.map((day) => t(`day.${day}`)).join(' ')}`}
      </span>
      <span className={isOpen ? 'row-note' : 'row-note watch-soon'} aria-live="polite">
        {t(`window.${state}`, { time })}
      </span>
    </>
  );
}

function LastError({ folder }: { readonly folder: WatchFolder }) {
  const { lastError, trouble } = folder;
  if (!lastError && !trouble) return null;
  return (
    <tr className="watch-more">
      <td colSpan={columns.length + 1}>
        {trouble && (
          <p className="watch-bad">
            <ErrorWords error={trouble} />
          </p>
        )}
        {lastError && <ErrorLine folder={folder} error={lastError} />}
      </td>
    </tr>
  );
}

interface ErrorLineProps {
  readonly folder: WatchFolder;
  readonly error: NonNullable<WatchFolder['lastError']>;
}

/** In one line what the text beside the file says in full. */
function ErrorLine({ folder, error: { fileName, at, error, findings } }: ErrorLineProps) {
  const { t } = useTranslation(['watch', 'submission']);
  const about = { folderId: folder.code, size: 0, inputDate: null, participantCode: null };
  return (
    <p className="row-note">
      {t('column.lastError')}: {formatDateTime(at)} <span className="file-name">{fileName}</span>{' '}
      <ErrorWords error={error} brief />
      {findings.map((finding) => (
        <span key={finding.check}> {t(`submission:finding.${finding.reason}`, findingPlaces(about, finding))}</span>
      ))}
    </p>
  );
}

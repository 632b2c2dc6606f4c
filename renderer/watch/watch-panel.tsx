import { FolderOpen } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { WatchView } from '../../shared/contract/watch.ts';
import { useLoginState } from '../login/login-feature.ts';
import { PlaceAnswer } from '../place/place-answer.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { formatDateTime } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { StrangerList } from './stranger-list.tsx';
import { chooseRoot, loadWatch } from './watch-actions.ts';
import { useWatch, useWatchState } from './watch-feature.ts';
import { WatchTable } from './watch-table.tsx';

/** The folders of this PC whose files go to the exchange by themselves. */
export function WatchPanel() {
  const { t } = useTranslation('watch');
  const feature = useWatch();
  const ecp = useLoginState(({ sessions }) => sessions?.ecp.kind ?? null);
  const view = useWatchState((state) => state.view);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a log in may bring the exchange's folders
  useEffect(() => void loadWatch(feature), [feature, ecp]);
  if (!view) return <p className="empty muted">{t('loading')}</p>;
  return (
    <div className="watch-panel">
      <p>
        {t('meaning')} <span className="muted">{t('goesOn')}</span>
      </p>
      <Place view={view} />
      <Trouble view={view} />
      <PlaceAnswer />
      {view.folders.length === 0 ? (
        <p className="empty muted">{t('noFolders')}</p>
      ) : (
        <WatchTable folders={view.folders} />
      )}
      {view.strangers.length > 0 && <StrangerList claims={view.strangers} />}
    </div>
  );
}

/** Where the folders are, and which terminal takes from them. */
function Place({ view }: { readonly view: WatchView }) {
  const { t } = useTranslation('watch');
  const feature = useWatch();
  const task = useWatchState((state) => state.task);
  return (
    <dl className="facts watch-place">
      <dt>{t('root')}</dt>
      <dd>
        <code className="watch-root">{view.root}</code>{' '}
        {view.mayChooseRoot && (
          <Button
            variant="quiet"
            icon={<FolderOpen aria-hidden size={14} />}
            busy={task === 'choose-root'}
            onPress={() => void chooseRoot(feature)}
          >
            {t('chooseRoot')}
          </Button>
        )}
        <span className="row-note">
          {t('rootLayout')} {!view.mayChooseRoot && t('rootFixed')}
        </span>
      </dd>
      <dt>{t('lease.label')}</dt>
      <dd aria-live="polite">
        <LeaseWords lease={view.lease} />
      </dd>
    </dl>
  );
}

function LeaseWords({ lease }: { readonly lease: WatchView['lease'] }) {
  const { t } = useTranslation('watch');
  switch (lease.kind) {
    case 'none':
      return t('lease.none');
    case 'here':
      return t('lease.here', { time: formatDateTime(lease.since) });
    case 'elsewhere':
      if (lease.pc === null || lease.since === null) return t('lease.unknown');
      return t('lease.elsewhere', {
        pc: lease.pc,
        terminal: lease.terminal?.slice(0, 8) ?? '',
        time: formatDateTime(lease.since),
      });
    case 'unusable':
      return <span className="watch-bad">{t('lease.unusable', { reason: lease.reason })}</span>;
    default:
      return null;
  }
}

/** What was refused just now, and why nothing is sent at all. */
function Trouble({ view }: { readonly view: WatchView }) {
  const { t } = useTranslation('watch');
  const failure = useWatchState((state) => state.failure);
  return (
    <>
      <div role="alert">
        {failure && (
          <Notice tone="danger">
            <ErrorWords error={failure} />
          </Notice>
        )}
      </div>
      {view.trouble && (
        <Notice tone="warning">
          <strong>{t('nothingSent')}</strong> <ErrorWords error={view.trouble} />
        </Notice>
      )}
    </>
  );
}

import { RefreshCw } from 'lucide-react';
import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { showScreen, useFrame } from '../app/frame-feature.ts';
import { useLoginState } from '../login/login-feature.ts';
import { SftpOnlyNotice } from '../transfers/sftp-only-notice.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { formatTime } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { useIncomingFiles } from '../ui/use-incoming-files.ts';
import { checkFile, loadActivity } from './activity-actions.ts';
import { ActivityDetails } from './activity-details.tsx';
import { useActivity, useActivityState } from './activity-feature.ts';
import { ActivityFilter } from './activity-filter.tsx';
import { ActivityTable } from './activity-table.tsx';
import { CheckPanel } from './check-panel.tsx';

/** Activity Enquiry: what the exchange has, beside what we sent; any local file can be checked against it. */
export function ActivityScreen() {
  const { t } = useTranslation('activity');
  const feature = useActivity();
  const loggedIn = useLoginState(({ sessions }) => sessions?.ecp.kind === 'logged-in');
  useEffect(() => {
    if (loggedIn) void loadActivity(feature);
  }, [feature, loggedIn]);
  const check = useCallback(
    ([file]: readonly File[]) => {
      if (file) void checkFile(feature, file);
    },
    [feature],
  );
  const hovering = useIncomingFiles(check);
  return (
    <section className={`screen activity-screen ${hovering ? 'is-drop-target' : ''}`} aria-labelledby="activity-title">
      <header className="screen-header">
        <h1 id="activity-title">{t('title')}</h1>
        <ActivityAge />
      </header>
      {!loggedIn && <NeedsLogin />}
      <SftpOnlyNotice />
      <CheckPanel onFile={check} />
      <ActivityFilter />
      <ActivityFailure />
      <div className="activity-body">
        <ActivityTable />
        <ActivityDetails />
      </div>
    </section>
  );
}

function NeedsLogin() {
  const { t } = useTranslation('activity');
  const frame = useFrame();
  return (
    <Notice tone="warning" actions={<Button onPress={() => showScreen(frame, 'ecp-login')}>{t('goToLogin')}</Button>}>
      {t('needsLogin')}
    </Notice>
  );
}

function ActivityFailure() {
  const error = useActivityState((state) => state.error);
  if (!error || error.code === 'not-logged-in') return null;
  return (
    <Notice tone="danger" announce>
      <ErrorWords error={error} />
    </Notice>
  );
}

/** How old the list is, how much of it is shown, and the button that asks again. */
function ActivityAge() {
  const { t } = useTranslation('activity');
  const feature = useActivity();
  const page = useActivityState((state) => state.page);
  const loading = useActivityState((state) => state.loading);
  return (
    <div className="activity-age">
      <span role="status" className="muted">
        {page &&
          (page.total > page.rows.length
            ? t('cut', { shown: page.rows.length, total: page.total })
            : t('rows', { count: page.total }))}
        {page && ` · ${t('asOf', { time: formatTime(page.fetchedAt) })}`}
      </span>
      <Button icon={<RefreshCw aria-hidden size={14} />} busy={loading} onPress={() => void loadActivity(feature)}>
        {t('refresh')}
      </Button>
    </div>
  );
}

import { Download } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadinessView } from '../../shared/contract/readiness.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { saveText } from '../ui/save-text.ts';
import { useIncomingFiles } from '../ui/use-incoming-files.ts';
import { importList } from './readiness-actions.ts';
import { ReadinessCounts } from './readiness-counts.tsx';
import { readinessCsv } from './readiness-csv.ts';
import { useReadiness, useReadinessState } from './readiness-feature.ts';
import { ReadinessFilter } from './readiness-filter.tsx';
import { ReadinessSources } from './readiness-sources.tsx';
import { ReadinessTable } from './readiness-table.tsx';
import { selectUsers } from './select-users.ts';

/** Which users of the firm can log in after the cut-over, and what is missing for the others. */
export function ReadinessScreen() {
  const { t } = useTranslation('readiness');
  const feature = useReadiness();
  const view = useReadinessState((state) => state.view);
  const take = useCallback(
    ([file]: readonly File[]) => {
      if (file) void importList(feature, file);
    },
    [feature],
  );
  const hovering = useIncomingFiles(take);
  return (
    <section className={`screen ${hovering ? 'is-drop-target' : ''}`} aria-labelledby="readiness-title">
      <h1 id="readiness-title">{t('title')}</h1>
      <p className="screen-intro">{t('intro')}</p>
      {view && <CutOver view={view} />}
      {view && view.users.length > 0 && <ReadinessCounts counts={view.counts} />}
      {view?.firm.map((finding) => (
        <Notice key={finding} tone="warning">
          {t(`firm.${finding}`)}
        </Notice>
      ))}
      <ReadinessSources onFile={take} />
      {view && <UserList view={view} />}
    </section>
  );
}

/** The date that everything is about, as the exchange tells it. */
function CutOver({ view }: { readonly view: ReadinessView }) {
  const { t } = useTranslation('readiness');
  const { cutOver, daysLeft } = view;
  if (cutOver === null || daysLeft === null) return <Notice tone="info">{t('cutOver.unknown')}</Notice>;
  return (
    <p className="readiness-cut-over">
      {t(daysLeft > 0 ? 'cutOver.to' : 'cutOver.since', { day: cutOver })}
      {daysLeft > 0 && <strong> {t('cutOver.daysLeft', { count: daysLeft })}</strong>}
    </p>
  );
}

function UserList({ view }: { readonly view: ReadinessView }) {
  const { t } = useTranslation('readiness');
  const query = useReadinessState((state) => state.query);
  const shown = useMemo(() => selectUsers(view.users, query), [view.users, query]);
  const save = () => saveText({ name: 'readiness.csv', text: readinessCsv(shown), type: 'text/csv;charset=utf-8' });
  return (
    <>
      <div className="readiness-bar">
        <ReadinessFilter />
        <span role="status" className="muted">
          {t('shown', { count: shown.length, total: view.users.length })}
        </span>
        <Button icon={<Download aria-hidden size={14} />} onPress={save} isDisabled={shown.length === 0}>
          {t('export')}
        </Button>
      </div>
      <ReadinessTable users={shown} isEmpty={view.users.length === 0} />
    </>
  );
}

import { FileUp, RefreshCw, Trash2 } from 'lucide-react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ReadinessView } from '../../shared/contract/readiness.ts';
import { showScreen, useFrame } from '../app/frame-feature.ts';
import { useLoginState } from '../login/login-feature.ts';
import { Button } from '../ui/button.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { formatDateTime } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { askExchange, clearImport } from './readiness-actions.ts';
import { useReadiness, useReadinessState } from './readiness-feature.ts';

interface ReadinessSourcesProps {
  readonly onFile: (files: readonly File[]) => void;
}

/** Where the list comes from: the exchange, a file, or both; and how they are put together. */
export function ReadinessSources({ onFile }: ReadinessSourcesProps) {
  const { t } = useTranslation('readiness');
  const importError = useReadinessState((state) => state.importError);
  return (
    <div className="readiness-sources">
      <ExchangeSource />
      <ImportSource onFile={onFile} />
      <p className="muted">{t('source.rule')}</p>
      <div aria-live="assertive">
        {importError && (
          <Notice tone="danger">
            <ErrorWords error={importError} />
          </Notice>
        )}
      </div>
    </div>
  );
}

function ExchangeSource() {
  const { t } = useTranslation('readiness');
  const feature = useReadiness();
  const frame = useFrame();
  const loggedIn = useLoginState(({ sessions }) => sessions?.ccms.kind === 'logged-in');
  const task = useReadinessState((state) => state.task);
  const exchange = useReadinessState(({ view }) => view?.exchange ?? null);
  return (
    <section className="readiness-source" aria-labelledby="readiness-exchange">
      <h2 id="readiness-exchange">{t('source.exchange')}</h2>
      {loggedIn ? (
        <Button
          icon={<RefreshCw aria-hidden size={14} />}
          busy={task === 'ask'}
          onPress={() => void askExchange(feature)}
        >
          {t('source.ask')}
        </Button>
      ) : (
        <Button onPress={() => showScreen(frame, 'ccms-login')}>{t('source.goToLogin')}</Button>
      )}
      <span role="status">
        {exchange?.kind === 'loaded' && t('source.asOf', { firm: exchange.firm, time: formatDateTime(exchange.at) })}
        {exchange?.kind === 'not-asked' && (
          <span className="muted">{t(loggedIn ? 'source.notAsked' : 'source.needsLogin')}</span>
        )}
      </span>
      {exchange?.kind === 'refused' && (
        <Notice tone="warning" announce>
          <ErrorWords error={exchange.error} />
        </Notice>
      )}
    </section>
  );
}

function ImportSource({ onFile }: ReadinessSourcesProps) {
  const { t } = useTranslation('readiness');
  const feature = useReadiness();
  const imported = useReadinessState(({ view }) => view?.imported ?? null);
  const task = useReadinessState((state) => state.task);
  return (
    <section className="readiness-source" aria-labelledby="readiness-import">
      <h2 id="readiness-import">{t('source.import')}</h2>
      <FileTrigger onSelect={(files) => files && onFile([...files])}>
        <Button icon={<FileUp aria-hidden size={14} />} busy={task === 'import'}>
          {t(imported ? 'source.replace' : 'source.choose')}
        </Button>
      </FileTrigger>
      {imported && (
        <Button icon={<Trash2 aria-hidden size={14} />} onPress={() => void clearImport(feature)}>
          {t('source.clear')}
        </Button>
      )}
      <span role="status">
        {imported && (
          <>
            <span className="file-name">{imported.fileName}</span>{' '}
            {t('source.kept', { count: imported.kept, time: formatDateTime(imported.at) })}
          </>
        )}
      </span>
      {imported && imported.refused > 0 && <Problems imported={imported} />}
      <details className="readiness-columns">
        <summary>{t('columns.title')}</summary>
        <p>{t('columns.words')}</p>
        <pre lang="en">userId,name,role,email,created,cardValidUntil,lastMethod</pre>
        <pre lang="en">CHANTM,CHAN TAI MAN,user,chan.taiman@firm.example,2018-03-01,2027-03-01,smart-card</pre>
      </details>
    </section>
  );
}

/** The lines that were left out, with the reason of each. */
function Problems({ imported }: { readonly imported: NonNullable<ReadinessView['imported']> }) {
  const { t } = useTranslation('readiness');
  const { problems, refused } = imported;
  return (
    <Notice tone="warning">
      <strong>{t('problem.title', { count: refused })}</strong>
      <ul className="readiness-problems">
        {problems.map(({ line, reason }) => (
          <li key={line}>
            {t('problem.line', { line })} {t(`problem.reason.${reason}`)}
          </li>
        ))}
      </ul>
      {refused > problems.length && <p>{t('problem.more', { count: refused - problems.length })}</p>}
    </Notice>
  );
}

import { X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivityRow } from '../../shared/contract/activity.ts';
import { Button } from '../ui/button.tsx';
import { Checksum } from '../ui/checksum.tsx';
import { formatDateTime } from '../ui/format.ts';
import { showRow } from './activity-actions.ts';
import { useActivity, useActivityState } from './activity-feature.ts';
import { Verdict } from './verdict.tsx';

/** The chosen row in full, beside the table. Escape closes it and goes back to where one was. */
export function ActivityDetails() {
  const row = useActivityState(({ page, shown }) => page?.rows.find(({ reference }) => reference === shown) ?? null);
  return row && <Details key={row.reference} row={row} />;
}

function Details({ row }: { readonly row: ActivityRow }) {
  const { t } = useTranslation('activity');
  const feature = useActivity();
  const panel = useRef<HTMLElement>(null);
  const before = useRef<Element | null>(null);
  useEffect(() => {
    // Not again when the lock has hidden the screen meanwhile.
    before.current ??= document.activeElement;
    panel.current?.focus();
  }, []);
  const close = () => {
    showRow(feature, null);
    if (before.current instanceof HTMLElement) before.current.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
  };
  return (
    <aside ref={panel} tabIndex={-1} className="details" aria-label={t('details')} onKeyDown={onKeyDown}>
      <header className="details-header">
        <h2 className="file-name">{row.fileName}</h2>
        <Button variant="quiet" aria-label={t('closeDetails')} onPress={close} icon={<X aria-hidden size={16} />} />
      </header>
      <Verdict verdict={row.verdict} />
      <p className="muted">{t(`verdictExplained.${row.verdict}`)}</p>
      <ActivityFacts row={row} />
    </aside>
  );
}

/** Every field of a row. */
export function ActivityFacts({ row }: { readonly row: ActivityRow }) {
  const { t } = useTranslation('activity');
  return (
    <dl className="facts">
      <dt>{t('column.receivedAt')}</dt>
      <dd className="tabular">{formatDateTime(row.receivedAt)} HKT</dd>
      <dt>{t('column.folderId')}</dt>
      <dd>{row.folderId}</dd>
      <dt>{t('column.identity')}</dt>
      <dd>
        {row.identity} <code>{row.participantCode}</code>
      </dd>
      <dt>{t('column.inputDate')}</dt>
      <dd className="tabular">{row.inputDate}</dd>
      <dt>{t('column.size')}</dt>
      <dd className="tabular">{row.size.toLocaleString('en')} B</dd>
      <dt>{t('status')}</dt>
      <dd>{t(`statusOf.${row.status}`)}</dd>
      <dt>{t('submittedBy')}</dt>
      <dd>{row.submittedBy}</dd>
      <dt>{t('column.channel')}</dt>
      <dd>{row.channel.toUpperCase()}</dd>
      <dt>{t('reference')}</dt>
      <dd>
        <code>{row.reference}</code>
      </dd>
      <dt>SHA-256</dt>
      <dd>
        <Checksum sha256={row.sha256} />
      </dd>
    </dl>
  );
}

import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Input, Label, SearchField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { activityVerdictSchema } from '../../shared/contract/activity.ts';
import { DateEntry } from '../ui/date-entry.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { changeQuery } from './activity-actions.ts';
import { useActivity, useActivityState } from './activity-feature.ts';

const TYPING_PAUSE_MS = 250;
const verdicts = activityVerdictSchema.options;

/** The filter row: a text found anywhere, the verdict, and a range of Input Dates. */
export function ActivityFilter() {
  const { t } = useTranslation('activity');
  const feature = useActivity();
  const query = useActivityState((state) => state.query);
  return (
    <search className="filter-row" aria-label={t('filter')}>
      <TextFilter />
      <SelectField
        label={t('verdictLabel')}
        className="field-verdict"
        value={query.verdict ?? 'all'}
        placeholder={t('allVerdicts')}
        choices={[
          { id: 'all', text: t('allVerdicts') },
          ...verdicts.map((verdict) => ({ id: verdict, text: t(`verdict.${verdict}`) })),
        ]}
        onChange={(chosen) => {
          void changeQuery(feature, { verdict: verdicts.find((verdict) => verdict === chosen) ?? null });
        }}
      />
      <div className="date-range">
        <DateEntry label={t('from')} value={query.from} onChange={(from) => void changeQuery(feature, { from })} />
        <DateEntry label={t('to')} value={query.to} onChange={(to) => void changeQuery(feature, { to })} />
      </div>
    </search>
  );
}

/** Asks once the typing has paused. */
function TextFilter() {
  const { t } = useTranslation('activity');
  const feature = useActivity();
  const asked = useActivityState((state) => state.query.text);
  const [text, setText] = useState(asked);
  useEffect(() => {
    if (text === asked) return;
    const timer = setTimeout(() => void changeQuery(feature, { text }), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [feature, text, asked]);
  return (
    <SearchField className="field field-search" value={text} onChange={setText} maxLength={100}>
      <Label className="field-label">{t('search')}</Label>
      <div className="field-row">
        <Search aria-hidden size={14} className="muted" />
        <Input className="input" placeholder={t('searchHint')} spellCheck="false" />
      </div>
    </SearchField>
  );
}

import { Search } from 'lucide-react';
import { Input, Label, SearchField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../ui/select-field.tsx';
import { changeUserQuery } from './readiness-actions.ts';
import { useReadiness, useReadinessState } from './readiness-feature.ts';
import { userGroups } from './select-users.ts';

/** A text found in user ID, name or address, and a group. */
export function ReadinessFilter() {
  const { t } = useTranslation('readiness');
  const feature = useReadiness();
  const { text, group } = useReadinessState((state) => state.query);
  return (
    <search className="filter-row" aria-label={t('filter')}>
      <SearchField
        className="field field-search"
        value={text}
        onChange={(typed) => changeUserQuery(feature, { text: typed })}
        maxLength={100}
      >
        <Label className="field-label">{t('search')}</Label>
        <div className="field-row">
          <Search aria-hidden size={14} className="muted" />
          <Input className="input" placeholder={t('searchHint')} spellCheck="false" />
        </div>
      </SearchField>
      <SelectField
        label={t('show')}
        value={group}
        placeholder={t('group.all')}
        choices={userGroups.map((id) => ({ id, text: t(`group.${id}`) }))}
        onChange={(chosen) => changeUserQuery(feature, { group: userGroups.find((id) => id === chosen) ?? 'all' })}
      />
    </search>
  );
}

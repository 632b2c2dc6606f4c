import { useTranslation } from 'react-i18next';
import type { ReadinessCounts as Counts } from '../../shared/contract/readiness.ts';
import { changeUserQuery } from './readiness-actions.ts';
import { useReadiness, useReadinessState } from './readiness-feature.ts';
import type { UserGroup } from './select-users.ts';

const tiles = [
  { count: 'notReady', group: 'not-ready' },
  { count: 'ready', group: 'ready' },
  { count: 'withoutEmail', group: 'no-email' },
  { count: 'notTried', group: 'not-tried' },
  { count: 'appNotEnrolled', group: 'app' },
  { count: 'cardsToRenew', group: 'card' },
  { count: 'administrators', group: 'administrators' },
] as const satisfies readonly { readonly count: keyof Counts; readonly group: UserGroup }[];

/** How many are where. A figure is also the filter that shows who they are; pressed again, everybody is shown. */
export function ReadinessCounts({ counts }: { readonly counts: Counts }) {
  const { t } = useTranslation('readiness');
  const feature = useReadiness();
  const group = useReadinessState(({ query }) => query.group);
  return (
    <fieldset
      className="readiness-counts"
      aria-label={t('countsOf', { users: counts.users, count: counts.administrators })}
    >
      {tiles.map((tile) => (
        <button
          key={tile.count}
          type="button"
          className="readiness-count"
          aria-pressed={group === tile.group}
          onClick={() => changeUserQuery(feature, { group: group === tile.group ? 'all' : tile.group })}
        >
          <strong>{counts[tile.count]}</strong> <span>{t(`group.${tile.group}`)}</span>
        </button>
      ))}
    </fieldset>
  );
}

import { ArrowDown, ArrowUp, CircleAlert, CircleCheck, Info } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ReadinessTask, ReadinessUser } from '../../shared/contract/readiness.ts';
import { changeUserQuery } from './readiness-actions.ts';
import { useReadiness, useReadinessState } from './readiness-feature.ts';
import { type UserSortField, userSortFields } from './select-users.ts';

interface ReadinessTableProps {
  readonly users: readonly ReadinessUser[];
  /** Whether there is nobody at all, whatever the filter. */
  readonly isEmpty: boolean;
}

/** One row for each user, with what remains to be done. */
export function ReadinessTable({ users, isEmpty }: ReadinessTableProps) {
  const { t } = useTranslation('readiness');
  if (users.length === 0) return <p className="empty muted">{t(isEmpty ? 'nobody' : 'noneFound')}</p>;
  return (
    <div className="table-scroll readiness-table">
      <table className="table" aria-label={t('title')}>
        <thead>
          <tr>
            {userSortFields.map((field) => (
              <SortHeader key={field} field={field} />
            ))}
            <th scope="col">{t('column.appEnrolled')}</th>
            <th scope="col">{t('column.source')}</th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <UserRow key={user.userId} user={user} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SortHeader({ field }: { readonly field: UserSortField }) {
  const { t } = useTranslation('readiness');
  const feature = useReadiness();
  const { sort, descending } = useReadinessState((state) => state.query);
  const sorted = sort === field;
  const Arrow = descending ? ArrowDown : ArrowUp;
  return (
    <th scope="col" aria-sort={sorted ? (descending ? 'descending' : 'ascending') : undefined}>
      <button
        type="button"
        className="sort-button"
        onClick={() => changeUserQuery(feature, { sort: field, descending: sorted ? !descending : field === 'tasks' })}
      >
        {t(`column.${field}`)}
        {sorted && <Arrow aria-hidden size={12} />}
      </button>
    </th>
  );
}

function UserRow({ user }: { readonly user: ReadinessUser }) {
  const { t } = useTranslation('readiness');
  return (
    <tr>
      <th scope="row">
        <code>{user.userId}</code>
        <span className="row-note">{user.name}</span>
      </th>
      <td>{t(`role.${user.role}`)}</td>
      <td>{user.email ?? <span className="outcome outcome-refused">{t('noEmail')}</span>}</td>
      <td>{user.lastMethod === null ? t('method.none') : t(`method.${user.lastMethod}`)}</td>
      <td className="tabular">{user.cardValidUntil ?? '–'}</td>
      <td className="tabular">
        {user.created ?? '–'}
        {user.createdAfterLaunch !== null && (
          <span className="row-note">{t(user.createdAfterLaunch ? 'created.after' : 'created.before')}</span>
        )}
      </td>
      <td>
        <Tasks user={user} />
      </td>
      <td>{user.appEnrolled === null ? '–' : t(user.appEnrolled ? 'yes' : 'no')}</td>
      <td>{t(`sourceOf.${user.source}`)}</td>
    </tr>
  );
}

function Tasks({ user }: { readonly user: ReadinessUser }) {
  const { t } = useTranslation('readiness');
  return (
    <ul className="readiness-tasks">
      {user.ready && (
        <li className="outcome outcome-confirmed">
          <CircleCheck aria-hidden size={14} /> {t('ready')}
        </li>
      )}
      {user.tasks.map((task) => (
        <TaskWords key={task.code} task={task} />
      ))}
    </ul>
  );
}

function TaskWords({ task }: { readonly task: ReadinessTask }) {
  const { t } = useTranslation('readiness');
  const Sign = task.must ? CircleAlert : Info;
  return (
    <li className={task.must ? 'readiness-must' : 'readiness-should'}>
      <Sign aria-hidden size={14} /> {t(`task.${task.code}`)}
      {task.must && task.by !== null && <span className="tabular"> {t('by', { day: task.by })}</span>}
    </li>
  );
}

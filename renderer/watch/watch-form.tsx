import { type FormEvent, useState } from 'react';
import { Checkbox } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CallInput } from '../../shared/contract/index.ts';
import type { WatchFolder } from '../../shared/contract/watch.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { configureFolder } from './watch-actions.ts';
import { useWatch, useWatchState } from './watch-feature.ts';

/** No participant code looks so. */
const OF_NAME = '-';

type Chosen = Omit<CallInput<'watch/configure'>, 'identity'> & { readonly identity: string | null };

function chosenOf(folder: WatchFolder): Chosen {
  const { folderId, on, participantCode, replace, late, identities } = folder;
  // One identity leaves nothing to choose.
  const identity = folder.identity ?? (identities.length === 1 ? (identities[0] ?? null) : null);
  return { folderId, on, identity, participantCode, replace, late };
}

/** How the files of one outbox are submitted. Switching it on says what follows from it. */
export function WatchForm({ folder }: { readonly folder: WatchFolder }) {
  const { t } = useTranslation('watch');
  const feature = useWatch();
  const busy = useWatchState(({ task }) => task === 'configure');
  const [chosen, setChosen] = useState(() => chosenOf(folder));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { identity } = chosen;
    if (identity !== null) void configureFolder(feature, { ...chosen, identity });
  };
  return (
    <form className="watch-form" onSubmit={submit} noValidate>
      <Checkbox className="checkbox" isSelected={chosen.on} onChange={(on) => setChosen({ ...chosen, on })} autoFocus>
        <span className="checkbox-box" aria-hidden />
        {t('switchOn', { folder: folder.code })}
      </Checkbox>
      <Choices folder={folder} chosen={chosen} onChange={setChosen} />
      {chosen.on && !folder.on && (
        <Notice tone="warning" announce>
          {t('confirmOn', { folder: folder.code })}
        </Notice>
      )}
      {chosen.replace && !folder.replace && (
        <Notice tone="warning" announce>
          {t('confirmReplace')}
        </Notice>
      )}
      <div className="form-actions">
        <Button type="submit" variant="primary" busy={busy} isDisabled={chosen.identity === null}>
          {t(chosen.on && !folder.on ? 'saveOn' : 'save')}
        </Button>
      </div>
    </form>
  );
}

interface ChoicesProps {
  readonly folder: WatchFolder;
  readonly chosen: Chosen;
  readonly onChange: (chosen: Chosen) => void;
}

function Choices({ folder, chosen, onChange }: ChoicesProps) {
  const { t } = useTranslation('watch');
  const codes = folder.participantCodes.map((id) => ({ id, text: id }));
  return (
    <>
      <div className="watch-fields">
        <SelectField
          label={t('identity')}
          placeholder=""
          choices={folder.identities.map((id) => ({ id, text: id }))}
          value={chosen.identity}
          onChange={(identity) => onChange({ ...chosen, identity })}
        />
        <SelectField
          label={t('participantCode')}
          placeholder=""
          choices={[{ id: OF_NAME, text: t('codeOfName') }, ...codes]}
          value={chosen.participantCode ?? OF_NAME}
          onChange={(id) => onChange({ ...chosen, participantCode: id === OF_NAME ? null : id })}
        />
      </div>
      <p className="muted">{t('inputDate')}</p>
      <Checkbox
        className="checkbox"
        isSelected={chosen.replace}
        onChange={(replace) => onChange({ ...chosen, replace })}
      >
        <span className="checkbox-box" aria-hidden />
        {t('replace')} <span className="muted">{t('replaceOff')}</span>
      </Checkbox>
      <Checkbox className="checkbox" isSelected={chosen.late} onChange={(late) => onChange({ ...chosen, late })}>
        <span className="checkbox-box" aria-hidden />
        {t('late')}
      </Checkbox>
    </>
  );
}

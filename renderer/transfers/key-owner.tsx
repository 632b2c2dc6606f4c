import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../ui/select-field.tsx';
import type { KeyLife, KeyOwner } from './key-life.ts';
import { keyLives } from './key-life.ts';

interface KeyOwnerFieldsProps {
  readonly value: KeyOwner;
  readonly onChange: (value: KeyOwner) => void;
}

/** Whose key it is and for how long: the same for a new and for an imported one. */
export function KeyOwnerFields({ value, onChange }: KeyOwnerFieldsProps) {
  const { t } = useTranslation('sftp');
  return (
    <>
      <TextField
        className="field"
        value={value.userName}
        onChange={(userName) => onChange({ ...value, userName: userName.trim() })}
        autoComplete="off"
      >
        <Label className="field-label">{t('userName')}</Label>
        <Input className="input" spellCheck="false" maxLength={128} />
      </TextField>
      <SelectField
        label={t('life')}
        value={value.life}
        choices={keyLives.map((id) => ({ id, text: t(`lives.${id}`) }))}
        onChange={(life) => onChange({ ...value, life: life as KeyLife })}
        placeholder=""
      />
    </>
  );
}

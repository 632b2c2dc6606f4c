import { FolderOpen } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { FileTrigger, Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useLoginState } from '../login/login-feature.ts';
import { Button } from '../ui/button.tsx';
import { endOf, type KeyOwner } from './key-life.ts';
import { KeyOwnerFields } from './key-owner.tsx';
import { importKey, showForm } from './sftp-actions.ts';
import { useSftp, useSftpState } from './sftp-feature.ts';

/** A key that exists already, from a file of OpenSSH or PuTTY. */
export function ImportKeyForm() {
  const { t } = useTranslation('sftp');
  const feature = useSftp();
  const { task, known } = useSftpState(({ task, account }) => ({ task, known: account?.userName ?? '' }));
  const offsetMs = useLoginState(({ sessions }) => sessions?.offsetMs ?? 0);
  const [owner, setOwner] = useState<KeyOwner>({ userName: known, life: 'one-year' });
  const [file, setFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!file) return;
    const rest = { userName: owner.userName, expiresAt: endOf(owner.life, Date.now() + offsetMs) };
    void importKey(feature, file, { ...rest, passphrase: passphrase === '' ? null : passphrase });
  };
  return (
    <form className="sftp-form" onSubmit={submit} noValidate aria-label={t('import.open')}>
      <div className="button-row">
        <FileTrigger onSelect={(files) => setFile(files?.[0] ?? null)}>
          <Button icon={<FolderOpen aria-hidden size={16} />}>{t('import.choose')}</Button>
        </FileTrigger>
        <span role="status">{file?.name ?? t('import.none')}</span>
      </div>
      <TextField
        className="field"
        type="password"
        value={passphrase}
        onChange={setPassphrase}
        maxLength={1024}
        autoComplete="off"
      >
        <Label className="field-label">{t('import.passphrase')}</Label>
        <Input className="input" spellCheck="false" />
      </TextField>
      <KeyOwnerFields value={owner} onChange={setOwner} />
      <p className="muted">{t('import.meaning')}</p>
      <div className="button-row">
        <Button type="submit" variant="primary" busy={task === 'import'} isDisabled={!file || owner.userName === ''}>
          {t('import.do')}
        </Button>
        <Button onPress={() => showForm(feature, null)}>{t('cancel')}</Button>
      </div>
    </form>
  );
}

import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type NewKeyKind, newKeyKindSchema } from '../../shared/contract/sftp-account.ts';
import { useLoginState } from '../login/login-feature.ts';
import { Button } from '../ui/button.tsx';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { endOf, type KeyOwner } from './key-life.ts';
import { KeyOwnerFields } from './key-owner.tsx';
import { makeKey, showForm } from './sftp-actions.ts';
import { useSftp, useSftpState } from './sftp-feature.ts';

/** A new key pair. */
export function MakeKeyForm() {
  const { t } = useTranslation('sftp');
  const feature = useSftp();
  const { task, known } = useSftpState(({ task, account }) => ({ task, known: account?.userName ?? '' }));
  const offsetMs = useLoginState(({ sessions }) => sessions?.offsetMs ?? 0);
  const [owner, setOwner] = useState<KeyOwner>({ userName: known, life: 'one-year' });
  const [kind, setKind] = useState<NewKeyKind>('ed25519');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { userName, life } = owner;
    void makeKey(feature, { userName, kind, expiresAt: endOf(life, Date.now() + offsetMs) });
  };
  return (
    <form className="sftp-form" onSubmit={submit} noValidate aria-label={t('make.open')}>
      <ChoiceGroup
        label={t('make.kind')}
        value={kind}
        choices={newKeyKindSchema.options.map((id) => ({ id, text: t(`make.kinds.${id}`) }))}
        onChange={setKind}
      />
      <KeyOwnerFields value={owner} onChange={setOwner} />
      <div className="button-row">
        <Button type="submit" variant="primary" busy={task === 'make'} isDisabled={owner.userName === ''}>
          {t('make.do')}
        </Button>
        <Button onPress={() => showForm(feature, null)}>{t('cancel')}</Button>
      </div>
    </form>
  );
}

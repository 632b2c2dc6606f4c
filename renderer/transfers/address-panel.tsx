import { type FormEvent, useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { formatDateTime } from '../ui/format.ts';
import { registerAddress } from './sftp-actions.ts';
import { useSftp, useSftpState } from './sftp-feature.ts';

/** The addresses from which the exchange lets this user in, and its keys that are on another PC. */
export function AddressPanel() {
  const { t } = useTranslation('sftp');
  const exchange = useSftpState(({ account }) => (account?.exchange.kind === 'told' ? account.exchange : null));
  return (
    <section className="settings-group" aria-labelledby="sftp-addresses">
      <h2 id="sftp-addresses">{t('addresses')}</h2>
      <p className="muted">{t('addressesMeaning')}</p>
      {exchange && (
        <ul className="plain-list">
          {exchange.addresses.length === 0 && <li>{t('noAddresses')}</li>}
          {exchange.addresses.map(({ address, state }) => (
            <li key={address}>
              <code>{address}</code> {t(`registration.${state}`)}
            </li>
          ))}
        </ul>
      )}
      {exchange && <AddressForm />}
      {exchange && exchange.elsewhere.length > 0 && (
        <>
          <h3>{t('elsewhere')}</h3>
          <ul className="plain-list">
            {exchange.elsewhere.map(({ fingerprint, state, expiresAt }) => (
              <li key={fingerprint}>
                <code className="sftp-fingerprint">{fingerprint}</code> {t(`registration.${state}`)}
                {expiresAt !== null && ` ${t('until', { date: formatDateTime(expiresAt) })}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function AddressForm() {
  const { t } = useTranslation('sftp');
  const feature = useSftp();
  const task = useSftpState((state) => state.task);
  const [address, setAddress] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (address !== '' && (await registerAddress(feature, address))) setAddress('');
  };
  return (
    <form className="sftp-address-form" onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        className="field"
        value={address}
        onChange={(text) => setAddress(text.trim())}
        maxLength={45}
        autoComplete="off"
      >
        <Label className="field-label">{t('newAddress')}</Label>
        <Input className="input" spellCheck="false" />
      </TextField>
      <Button type="submit" busy={task === 'register-address'} isDisabled={address === ''}>
        {t('registerAddress')}
      </Button>
    </form>
  );
}

import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ConnectionLink } from '../diagnostics/connection-link.tsx';
import { useLoginState } from '../login/login-feature.ts';
import { useTerminalState } from '../settings/terminal-feature.ts';
import { Button } from '../ui/button.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { formatDateTime } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { AddressPanel } from './address-panel.tsx';
import { ConnectionTest } from './connection-test.tsx';
import { ImportKeyForm } from './import-key-form.tsx';
import { KeyTable } from './key-table.tsx';
import { MakeKeyForm } from './make-key-form.tsx';
import { loadSftp, showForm } from './sftp-actions.ts';
import { useSftp, useSftpState } from './sftp-feature.ts';

/** The account at the exchange's SFTP server: who it is, its keys, its addresses. */
export function SftpScreen() {
  const { t } = useTranslation('sftp');
  const feature = useSftp();
  const ecp = useLoginState(({ sessions }) => sessions?.ecp.kind ?? null);
  const account = useSftpState((state) => state.account);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the exchange says changes with the session
  useEffect(() => void loadSftp(feature), [feature, ecp]);
  return (
    <section className="screen sftp-screen" aria-labelledby="sftp-title">
      <header className="screen-header">
        <h1 id="sftp-title">{t('title')}</h1>
        <p className="muted">{account?.userName ? t('identity', { user: account.userName }) : t('noIdentity')}</p>
        <ConnectionLink />
      </header>
      <Notices />
      <section className="settings-group" aria-labelledby="sftp-keys">
        <h2 id="sftp-keys">{t('keys')}</h2>
        {account && account.keys.length > 0 ? <KeyTable keys={account.keys} /> : <p className="muted">{t('noKeys')}</p>}
        <NewKey />
      </section>
      <AddressPanel />
      <ConnectionTest />
    </section>
  );
}

/** What a person should know before anything else: nothing kept, an end that is near, an exchange that was not asked. */
function Notices() {
  const { t } = useTranslation('sftp');
  const { account, failure } = useSftpState(({ account, failure }) => ({ account, failure }));
  const kept = useTerminalState(({ status }) => status?.keychain.kind === 'available');
  const ending = account?.keys.filter(({ expiry }) => expiry !== 'valid') ?? [];
  return (
    <>
      {!kept && <Notice tone="warning">{t('sessionOnly')}</Notice>}
      {ending.map(({ keyId, expiry, expiresAt, fingerprint }) => (
        <Notice key={keyId} tone={expiry === 'expired' ? 'danger' : 'warning'}>
          {t(expiry === 'expired' ? 'keyExpired' : 'keyEndsSoon', {
            fingerprint,
            date: expiresAt === null ? '' : formatDateTime(expiresAt),
          })}
        </Notice>
      ))}
      {account?.exchange.kind === 'not-asked' && (
        <Notice tone="info">
          {t('notAsked')} <ErrorWords error={account.exchange.error} />
        </Notice>
      )}
      <div role="alert">
        {failure && (
          <Notice tone="danger">
            <ErrorWords error={failure} />
          </Notice>
        )}
      </div>
    </>
  );
}

function NewKey() {
  const { t } = useTranslation('sftp');
  const feature = useSftp();
  const form = useSftpState((state) => state.form);
  if (form === 'make') return <MakeKeyForm />;
  if (form === 'import') return <ImportKeyForm />;
  return (
    <div className="button-row">
      <Button onPress={() => showForm(feature, 'make')}>{t('make.open')}</Button>
      <Button onPress={() => showForm(feature, 'import')}>{t('import.open')}</Button>
    </div>
  );
}

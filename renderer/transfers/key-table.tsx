import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SftpKey } from '../../shared/contract/sftp-account.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { formatDateTime } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { saveText } from '../ui/save-text.ts';
import { askToRemove, registerKey, removeKey, togglePublicKey } from './sftp-actions.ts';
import { type ShownKey, useSftp, useSftpState } from './sftp-feature.ts';

/** The keys of this PC, newest first; below one its public half, or the question whether it may go. */
export function KeyTable({ keys }: { readonly keys: readonly SftpKey[] }) {
  const { t } = useTranslation('sftp');
  return (
    <div className="table-scroll">
      <table className="table sftp-keys" aria-labelledby="sftp-keys">
        <thead>
          <tr>
            {(['type', 'fingerprint', 'made', 'expires', 'registration', 'where', 'actions'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        {keys.map((key) => (
          <KeyRows key={key.keyId} sftpKey={key} />
        ))}
      </table>
    </div>
  );
}

const names: Readonly<Record<string, string>> = { 'ssh-ed25519': 'Ed25519', 'ssh-rsa': 'RSA' };

function KeyRows({ sftpKey: key }: { readonly sftpKey: SftpKey }) {
  const { t } = useTranslation('sftp');
  const shown = useSftpState((state) => (state.shown?.keyId === key.keyId ? state.shown : null));
  const removing = useSftpState((state) => state.removing === key.keyId);
  const type = `${names[key.algorithm] ?? 'ECDSA'} ${key.bits}`;
  return (
    <tbody>
      <tr>
        <th scope="row">{type}</th>
        <td>
          <span className="with-copy">
            <code className="sftp-fingerprint">{key.fingerprint}</code>
            <CopyButton text={key.fingerprint} label={t('copyFingerprint')} />
          </span>
        </td>
        <td className="numbers">{formatDateTime(key.madeAt)}</td>
        <td className="numbers">{key.expiresAt === null ? t('never') : formatDateTime(key.expiresAt)}</td>
        <td>{t(`registration.${key.registration}`)}</td>
        <td>{t(`kept.${key.kept}`)}</td>
        <td>
          <KeyActions sftpKey={key} open={shown !== null} />
        </td>
      </tr>
      {(shown || removing) && (
        <tr className="sftp-more">
          <td colSpan={7}>
            {shown && <PublicKey shown={shown} />}
            {removing && <RemoveSure keyId={key.keyId} registered={key.registration === 'registered'} />}
          </td>
        </tr>
      )}
    </tbody>
  );
}

function KeyActions({ sftpKey: key, open }: { readonly sftpKey: SftpKey; readonly open: boolean }) {
  const { t } = useTranslation('sftp');
  const feature = useSftp();
  const task = useSftpState((state) => state.task);
  return (
    <div className="button-row">
      <Button aria-expanded={open} onPress={() => void togglePublicKey(feature, key.keyId)} busy={task === 'public'}>
        {t('publicKey')}
      </Button>
      {key.registration === 'not-registered' && (
        <Button onPress={() => void registerKey(feature, key.keyId)} busy={task === 'register-key'}>
          {t('register')}
        </Button>
      )}
      <Button onPress={() => askToRemove(feature, key.keyId)} busy={task === 'remove'}>
        {t('remove')}
      </Button>
    </div>
  );
}

function PublicKey({ shown }: { readonly shown: ShownKey }) {
  const { t } = useTranslation('sftp');
  const save = ({ text, fileName }: ShownKey['openssh']) => saveText({ name: fileName, text, type: 'text/plain' });
  return (
    <div className="sftp-public">
      <span className="with-copy">
        <code>{shown.openssh.text.trim()}</code>
        <CopyButton text={shown.openssh.text} label={t('copyPublicKey')} />
      </span>
      <div className="button-row">
        <Button icon={<Download aria-hidden size={14} />} onPress={() => save(shown.openssh)}>
          {t('saveOpenssh')}
        </Button>
        <Button icon={<Download aria-hidden size={14} />} onPress={() => save(shown.rfc4716)}>
          {t('saveRfc4716')}
        </Button>
      </div>
    </div>
  );
}

function RemoveSure({ keyId, registered }: { readonly keyId: string; readonly registered: boolean }) {
  const { t } = useTranslation('sftp');
  const feature = useSftp();
  return (
    <Notice
      tone="warning"
      announce
      actions={
        <>
          <Button variant="danger" onPress={() => void removeKey(feature, keyId)}>
            {t('removeYes')}
          </Button>
          <Button onPress={() => askToRemove(feature, null)} autoFocus>
            {t('keep')}
          </Button>
        </>
      }
    >
      {t('removeSure')} {registered && t('removeRegistered')}
    </Notice>
  );
}

import { useTranslation } from 'react-i18next';
import { functionTrouble } from '../../shared/model/ecp-functions.ts';
import { showScreen, useFrame } from '../app/frame-feature.ts';
import { useLoginState } from '../login/login-feature.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/** On the web pages of ECP: why they do not work for a user with EU_ECPSFTP only, and where to go instead. */
export function SftpOnlyNotice() {
  const { t } = useTranslation('sftp');
  const frame = useFrame();
  const sftpOnly = useLoginState(
    ({ sessions }) => sessions?.ecp.kind === 'logged-in' && functionTrouble(sessions.ecp.functions) === 'sftp-only',
  );
  if (!sftpOnly) return null;
  return (
    <Notice tone="warning" actions={<Button onPress={() => showScreen(frame, 'ecp-sftp')}>{t('title')}</Button>}>
      {t('webClosed')}
    </Notice>
  );
}

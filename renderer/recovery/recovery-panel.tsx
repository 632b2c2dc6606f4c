import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Realm } from '../../shared/contract/session.ts';
import { useTerminalState } from '../settings/terminal-feature.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { AskForLink } from './ask-for-link.tsx';
import { NewPassword } from './new-password.tsx';
import { PastedLink } from './pasted-link.tsx';
import { openRecovery } from './recovery-actions.ts';
import { useRecovery, useRecoveryView } from './recovery-feature.ts';

interface RecoveryPanelProps {
  readonly realm: Realm;
  readonly onBack: () => void;
}

/** Forgotten or locked: what can be done about it here, and who does the rest. */
export function RecoveryPanel({ realm, onBack }: RecoveryPanelProps) {
  const { t } = useTranslation('recovery');
  const help = useTerminalState(({ status }) => status?.help ?? { hotline: '', email: '' });
  return (
    <div className="recovery">
      <div className="recovery-head">
        <h2>{t('title')}</h2>
        <Button onPress={onBack} autoFocus>
          {t('back')}
        </Button>
      </div>
      {realm === 'ccms' ? (
        <section aria-labelledby="recovery-forgotten">
          <h3 id="recovery-forgotten">{t('ccms.title')}</h3>
          <p>{t('ccms.who')}</p>
          <p>{t('ccms.next', help)}</p>
          <p className="muted">{t('ccms.other')}</p>
        </section>
      ) : (
        <ForgottenPassword onDone={onBack} />
      )}
      <section aria-labelledby="recovery-locked">
        <h3 id="recovery-locked">{t('locked.title')}</h3>
        <p>{t(`locked.${realm}`, help)}</p>
      </section>
    </div>
  );
}

/** The three steps of Client Connect; the pasted link is held here and nowhere else. */
function ForgottenPassword({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('recovery');
  const feature = useRecovery();
  const help = useTerminalState(({ status }) => status?.help ?? { hotline: '', email: '' });
  const { offer, verdict, change } = useRecoveryView((view) => view);
  const [link, setLink] = useState('');
  useEffect(() => {
    void openRecovery(feature);
  }, [feature]);
  if (!offer) return null;
  if (!offer.offered) return <Notice tone="info">{t('notOffered', help)}</Notice>;
  if (change?.kind === 'changed') {
    return (
      <Notice tone="success" announce actions={<Button onPress={onDone}>{t('back')}</Button>}>
        {t('password.changed')}
      </Notice>
    );
  }
  return (
    <>
      <AskForLink offer={offer} />
      <PastedLink link={link} onChange={setLink} />
      {verdict?.kind === 'whole' && <NewPassword link={link} rules={verdict.rules} />}
    </>
  );
}

import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { logOutInstead } from './lock-actions.ts';
import { useLock } from './lock-feature.ts';

/** The way out for whoever cannot or will not unlock. What was typed is another person's, so it goes. */
export function LogOutInstead() {
  const { t } = useTranslation('lock');
  const feature = useLock();
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    await logOutInstead(feature);
    setBusy(false);
  };
  return (
    <p className="lock-leave">
      <Button icon={<LogOut aria-hidden size={14} />} busy={busy} onPress={() => void leave()}>
        {t('logOutInstead')}
      </Button>
      <span className="muted">{t('logOutExplained')}</span>
    </p>
  );
}

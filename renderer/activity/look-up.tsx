import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { showScreen, useFrame } from '../app/frame-feature.ts';
import { Button } from '../ui/button.tsx';
import { findByName } from './activity-actions.ts';
import { useActivity } from './activity-feature.ts';

/** Asks the exchange again what it has under a name, and shows it in Activity Enquiry. Nothing is sent, and no outcome is changed. */
export function LookUp({ fileName }: { readonly fileName: string }) {
  const { t } = useTranslation('activity');
  const frame = useFrame();
  const activity = useActivity();
  return (
    <Button
      aria-label={`${t('lookUp')}: ${fileName}`}
      icon={<Search aria-hidden size={14} />}
      onPress={() => {
        void findByName(activity, fileName);
        showScreen(frame, 'ecp-activity');
      }}
    >
      {t('lookUp')}
    </Button>
  );
}

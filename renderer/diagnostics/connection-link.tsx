import { useTranslation } from 'react-i18next';
import { showScreen, useFrame } from '../app/frame-feature.ts';
import { Button } from '../ui/button.tsx';

/** Leads from a log-in that does not get through to the connectivity check. */
export function ConnectionLink() {
  const { t } = useTranslation('diagnostics');
  const frame = useFrame();
  return (
    <Button variant="quiet" onPress={() => showScreen(frame, 'connection')}>
      {t('linkFromLogin')}
    </Button>
  );
}

import { useTranslation } from 'react-i18next';
import { showScreen, useFrame } from '../app/frame-feature.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useQueueState } from './queue-feature.ts';

/** Where files are submitted: that they wait, because the whole queue is paused, and where that ends. */
export function QueuePausedNotice() {
  const { t } = useTranslation('queue');
  const frame = useFrame();
  const paused = useQueueState(({ totals }) => totals?.paused ?? false);
  if (!paused) return null;
  return (
    <Notice tone="warning" actions={<Button onPress={() => showScreen(frame, 'transfers')}>{t('goToQueue')}</Button>}>
      {t('submitWaits')}
    </Notice>
  );
}

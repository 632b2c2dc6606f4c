import { UserCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { hongKongDay } from '../../shared/model/input-date.ts';
import { showScreen, useFrame, useFrameState } from '../app/frame-feature.ts';
import { useLoginState } from '../login/login-feature.ts';
import { changeSettings, useTerminal, useTerminalState } from '../settings/terminal-feature.ts';
import { Button } from '../ui/button.tsx';
import { useReadinessState } from './readiness-feature.ts';

/** For an administrator who is logged in while somebody is not ready: a bar that takes no focus and can be put away for today. */
export function ReadinessReminder() {
  const { t } = useTranslation('readiness');
  const frame = useFrame();
  const terminal = useTerminal();
  const onScreen = useFrameState(({ screen }) => screen === 'readiness');
  const view = useReadinessState((state) => state.view);
  const offsetMs = useLoginState(({ sessions }) => sessions?.offsetMs ?? 0);
  const dismissedOn = useTerminalState(({ settings }) => settings?.remindersDismissedOn ?? null);
  const today = hongKongDay(Date.now() + offsetMs);
  if (onScreen || view?.exchange.kind !== 'loaded' || view.counts.notReady === 0 || dismissedOn === today) return null;
  const { counts, daysLeft } = view;
  const words = { count: counts.notReady, total: counts.ready + counts.notReady };
  return (
    <div className="bar bar-warning">
      <UserCheck aria-hidden size={16} />
      <span className="bar-words" role="status">
        {t('reminder.notReady', words)}{' '}
        {daysLeft !== null && daysLeft > 0 && t('reminder.daysLeft', { count: daysLeft })}
      </span>
      <Button variant="primary" onPress={() => showScreen(frame, 'readiness')}>
        {t('reminder.show')}
      </Button>
      <Button onPress={() => void changeSettings(terminal, { remindersDismissedOn: today })}>
        {t('reminder.dismiss')}
      </Button>
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import { changeSettings, useTerminal, useTerminalState } from '../settings/terminal-feature.ts';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { useLockState } from './lock-feature.ts';

/** When the terminal locks by itself: of what the firm's profile lets the operator choose. */
export function LockSetting() {
  const { t } = useTranslation('lock');
  const terminal = useTerminal();
  const chosen = useTerminalState(({ settings }) => settings?.lockAfterMinutes ?? null);
  const choices = useLockState(({ lock }) => (lock?.kind === 'unlocked' ? lock.choices : []));
  if (choices.length === 0) return null;
  const change = (id: string) => {
    const choice = choices.find((each) => String(each) === id);
    if (choice !== undefined) void changeSettings(terminal, { lockAfterMinutes: choice });
  };
  return (
    <section className="settings-group" aria-labelledby="settings-lock">
      <h2 id="settings-lock">{t('setting.title')}</h2>
      <ChoiceGroup
        label={t('setting.label')}
        value={String(chosen)}
        choices={choices.map((minutes) => ({
          id: String(minutes),
          text: minutes === null ? t('setting.off') : t('setting.minutes', { count: minutes }),
        }))}
        onChange={change}
      />
      <p className="muted">{t('setting.words')}</p>
    </section>
  );
}

import { FileUp, KeyRound, LogIn, type LucideIcon, Settings, TableProperties } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { showScreen, useFrame, useFrameState } from './frame-feature.ts';
import { type ScreenId, screenGroups, screens } from './screens.ts';

const icons: Readonly<Record<ScreenId, LucideIcon>> = {
  'ccms-login': LogIn,
  'ecp-login': KeyRound,
  'ecp-submit': FileUp,
  'ecp-activity': TableProperties,
  settings: Settings,
};

/** The screens, by realm, each with its shortcut. */
export function Navigation() {
  const { t } = useTranslation('app');
  const frame = useFrame();
  const current = useFrameState((state) => state.screen);
  return (
    <nav className="navigation" aria-label={t('navigation')} data-region>
      {screenGroups.map((group) => (
        <fieldset key={group} aria-labelledby={`nav-${group}`} className="navigation-group">
          <h2 id={`nav-${group}`}>{t(`group.${group}`)}</h2>
          {screens
            .filter((screen) => screen.group === group)
            .map(({ id }) => {
              const Icon = icons[id];
              const position = screens.findIndex((screen) => screen.id === id) + 1;
              return (
                <button
                  key={id}
                  type="button"
                  className="navigation-item"
                  aria-current={current === id ? 'page' : undefined}
                  aria-label={t(`screenName.${id}`)}
                  aria-keyshortcuts={`Control+${position}`}
                  onClick={() => showScreen(frame, id)}
                >
                  <Icon aria-hidden size={16} />
                  <span className="navigation-word">{t(`screen.${id}`)}</span>
                  <kbd aria-hidden>Ctrl {position}</kbd>
                </button>
              );
            })}
        </fieldset>
      ))}
      <p className="navigation-hint">{t('regionHint')}</p>
    </nav>
  );
}

import {
  ArrowUpDown,
  FileUp,
  KeyRound,
  LogIn,
  type LucideIcon,
  Network,
  ServerCog,
  Settings,
  TableProperties,
  UserCheck,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { showScreen, useFrame, useFrameState } from './frame-feature.ts';
import { type ScreenId, screenGroups, screens } from './screens.ts';

const icons: Readonly<Record<ScreenId, LucideIcon>> = {
  'ccms-login': LogIn,
  'ecp-login': KeyRound,
  'ecp-submit': FileUp,
  transfers: ArrowUpDown,
  'ecp-activity': TableProperties,
  'ecp-sftp': ServerCog,
  connection: Network,
  readiness: UserCheck,
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
        <div key={group}>
          <h2 id={`nav-${group}`}>{t(`group.${group}`)}</h2>
          <ul aria-labelledby={`nav-${group}`} className="navigation-group">
            {screens
              .filter((screen) => screen.group === group)
              .map(({ id }) => {
                const Icon = icons[id];
                const position = screens.findIndex((screen) => screen.id === id) + 1;
                return (
                  <li key={id}>
                    <button
                      type="button"
                      className="navigation-item"
                      aria-current={current === id ? 'page' : undefined}
                      aria-keyshortcuts={`Control+${position}`}
                      onClick={() => showScreen(frame, id)}
                    >
                      <Icon aria-hidden size={16} />
                      <span>
                        {t(`screen.${id}`)}
                        <span className="visually-hidden">{t(`screenMore.${id}`)}</span>
                      </span>
                    </button>
                    <kbd aria-hidden>Ctrl {position}</kbd>
                  </li>
                );
              })}
          </ul>
        </div>
      ))}
      <p className="navigation-hint">{t('regionHint')}</p>
    </nav>
  );
}

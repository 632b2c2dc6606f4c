import { useTranslation } from 'react-i18next';
import type { Realm } from '../../shared/contract/session.ts';
import { languageSchema, type Settings, settingsSchema } from '../../shared/contract/terminal.ts';
import { LockSetting } from '../lock/lock-setting.tsx';
import { forgetUserId } from '../login/login-actions.ts';
import { useLogin, useLoginState } from '../login/login-feature.ts';
import { Button } from '../ui/button.tsx';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { Notice } from '../ui/notice.tsx';
import { changeSettings, useTerminal, useTerminalState } from './terminal-feature.ts';

/** Language, appearance, the lock, what this PC keeps, and what this program is. */
export function SettingsScreen() {
  const { t } = useTranslation('settings');
  return (
    <section className="screen settings-screen" aria-labelledby="settings-title">
      <h1 id="settings-title">{t('title')}</h1>
      <ShownAs />
      <LockSetting />
      <KeptHere />
      <About />
    </section>
  );
}

const languageNames = {
  en: { text: 'English', lang: 'en' },
  'zh-Hant': { text: '繁體中文', lang: 'zh-Hant-HK' },
} as const;

function ShownAs() {
  const { t } = useTranslation('settings');
  const terminal = useTerminal();
  const settings = useTerminalState((state) => state.settings);
  if (!settings) return null;
  const change = (part: Partial<Settings>) => void changeSettings(terminal, part);
  return (
    <section className="settings-group" aria-labelledby="settings-shown">
      <h2 id="settings-shown">{t('shown')}</h2>
      <ChoiceGroup
        label={t('language')}
        value={settings.language}
        choices={languageSchema.options.map((id) => ({ id, ...languageNames[id] }))}
        onChange={(language) => change({ language })}
      />
      <ChoiceGroup
        label={t('theme')}
        value={settings.theme}
        choices={settingsSchema.shape.theme.options.map((id) => ({ id, text: t(`themes.${id}`) }))}
        onChange={(theme) => change({ theme })}
      />
    </section>
  );
}

function KeptHere() {
  const { t } = useTranslation('settings');
  const keychain = useTerminalState(({ status }) => status?.keychain ?? null);
  return (
    <section className="settings-group" aria-labelledby="settings-kept">
      <h2 id="settings-kept">{t('kept')}</h2>
      {keychain?.kind === 'available' && <p>{t('keychain.available', { backend: keychain.backend })}</p>}
      {keychain?.kind === 'unavailable' && (
        <Notice tone="warning">
          <strong>{t('keychain.nothingKept')}</strong> {t(`keychain.reason.${keychain.reason}`)}
        </Notice>
      )}
      <p className="muted">{t('neverKept')}</p>
      <dl className="facts">
        <Remembered realm="ccms" />
        <Remembered realm="ecp" />
      </dl>
    </section>
  );
}

function Remembered({ realm }: { readonly realm: Realm }) {
  const { t } = useTranslation('settings');
  const login = useLogin();
  const userId = useLoginState(({ work }) => work[realm].rememberedUserId);
  return (
    <>
      <dt>{t(`remembered.${realm}`)}</dt>
      <dd className="field-row">
        {userId === null ? <span className="muted">{t('remembered.none')}</span> : <code>{userId}</code>}
        {userId !== null && (
          <Button aria-label={`${t('remembered.forget')}: ${userId}`} onPress={() => void forgetUserId(login, realm)}>
            {t('remembered.forget')}
          </Button>
        )}
      </dd>
    </>
  );
}

function About() {
  const { t } = useTranslation('settings');
  const status = useTerminalState((state) => state.status);
  if (!status) return null;
  return (
    <section className="settings-group" aria-labelledby="settings-about">
      <h2 id="settings-about">{t('about')}</h2>
      <dl className="facts">
        <dt>{t('version')}</dt>
        <dd>
          {status.version} <span className="muted">({t(`host.${status.host}`)})</span>
        </dd>
        <dt>{t('profile')}</dt>
        <dd>
          {status.profile.label} <span className="muted">({t(`profileKind.${status.profile.kind}`)})</span>
        </dd>
        <dt>{t('help')}</dt>
        <dd>
          {t('hotline', { number: status.help.hotline })} · {status.help.email}
        </dd>
      </dl>
    </section>
  );
}

import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../shared/contract/terminal.ts';
import { resources } from './resources.ts';

/** Makes the words, in English until the settings are known. React escapes what it shows, so i18next must not. */
export function createWords(): i18n {
  const words = createInstance();
  void words.use(initReactI18next).init({
    resources,
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'app',
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return words;
}

/** Switches the language without a restart and tells the browser, which picks fonts and voices by it. */
export async function switchLanguage(words: i18n, page: Document, language: Language): Promise<void> {
  page.documentElement.lang = language === 'zh-Hant' ? 'zh-Hant-HK' : 'en';
  if (words.language !== language) await words.changeLanguage(language);
}

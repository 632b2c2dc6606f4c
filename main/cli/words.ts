import { createInstance } from 'i18next';
import type { AppError } from '../../shared/contract/errors.ts';
import type { Draft, Finding } from '../../shared/contract/submission.ts';
import { type Language, languageSchema } from '../../shared/contract/terminal.ts';
import { formatSize } from '../../shared/lib/format-size.ts';
import enCli from '../../shared/locales/en/cli.json' with { type: 'json' };
import enDiagnostics from '../../shared/locales/en/diagnostics.json' with { type: 'json' };
import enErrors from '../../shared/locales/en/errors.json' with { type: 'json' };
import enSubmission from '../../shared/locales/en/submission.json' with { type: 'json' };
import zhCli from '../../shared/locales/zh-Hant/cli.json' with { type: 'json' };
import zhDiagnostics from '../../shared/locales/zh-Hant/diagnostics.json' with { type: 'json' };
import zhErrors from '../../shared/locales/zh-Hant/errors.json' with { type: 'json' };
import zhSubmission from '../../shared/locales/zh-Hant/submission.json' with { type: 'json' };
import { findingPlaces } from '../../shared/model/finding-places.ts';

export type Places = Readonly<Record<string, string | number>>;

export interface ErrorText {
  readonly message: string;
  readonly next: string;
}

/** The words of one language. */
export interface Words {
  /** Keys are `namespace:key`; without a namespace they are those of `cli`. */
  t(key: string, places?: Places): string;
  error(error: AppError): ErrorText;
  finding(draft: Draft, finding: Finding): string;
}

const resources = {
  en: { cli: enCli, diagnostics: enDiagnostics, errors: enErrors, submission: enSubmission },
  'zh-Hant': { cli: zhCli, diagnostics: zhDiagnostics, errors: zhErrors, submission: zhSubmission },
};

/** Codes of the exchange whose meaning is public have words of their own. */
const explained = ['2000', '4505'];

/** The language of `--language`, else that of the environment (POSIX order), else English. */
export function languageOf(asked: string | undefined, env: NodeJS.ProcessEnv): Language {
  const given = languageSchema.safeParse(asked);
  if (given.success) return given.data;
  return /^zh[-_](HK|TW|MO|Hant)/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'zh-Hant' : 'en';
}

const optionOf: Readonly<Record<string, string>> = {
  folderId: '--folder',
  identity: '--identity',
  participantCode: '--participant',
  inputDate: '--input-date',
};

function optionFor(member: string): string {
  return optionOf[member] ?? member;
}

function detailsOf({ details = {}, exchangeCode }: AppError, t: Words['t']): string {
  const { attemptsLeft, limit, message, lockedForMs, retryAfterMs, missing, field, member } = details;
  const seconds = (ms: number) => `${Math.ceil(ms / 1000)} s`;
  const parts = [
    exchangeCode === undefined ? '' : `(${exchangeCode})`,
    typeof attemptsLeft === 'number' ? t('errors:detail.attemptsLeft', { count: attemptsLeft }) : '',
    typeof lockedForMs === 'number' ? t('errors:detail.lockedFor', { time: seconds(lockedForMs) }) : '',
    typeof retryAfterMs === 'number' ? t('errors:detail.retryAfter', { time: seconds(retryAfterMs) }) : '',
    typeof limit === 'number' ? t('errors:detail.limit', { size: formatSize(limit) }) : '',
    typeof message === 'string' && message !== '' ? t('errors:detail.said', { message }) : '',
    typeof missing === 'string' ? `(${missing.split(' ').map(optionFor).join(' ')})` : '',
    typeof field === 'string' && field !== '' ? `(${field})` : '',
    typeof member === 'string' ? `(${member})` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** Makes the words. `help`: whom to call, as the profile says; empty while none is known. */
export async function createWords(
  language: Language,
  help: () => { readonly hotline: string; readonly email: string },
): Promise<Words> {
  const words = createInstance();
  await words.init({ resources, lng: language, defaultNS: 'cli', interpolation: { escapeValue: false } });
  // Keys are put together from the names of commands, options and errors, which typed words cannot follow.
  const t = words.t as unknown as Words['t'];
  return {
    t,
    error(error) {
      const general = words.exists(`cli:error.${error.code}`) ? `cli:error.${error.code}` : `errors:${error.code}`;
      const known = explained.find((code) => code === error.exchangeCode);
      const key = known === undefined ? general : `errors:${known}`;
      const places = { ...help(), ...error.details };
      const message = [t(`${key}.message`, places), detailsOf(error, t)].filter((part) => part !== '').join(' ');
      return { message, next: t(`${key}.next`, places) };
    },
    finding: (draft, finding) => t(`submission:finding.${finding.reason}`, findingPlaces(draft, finding)),
  };
}

import type { AppError } from '../../../shared/contract/errors.ts';
import type { Finding } from '../../../shared/contract/submission.ts';
import enErrors from '../../../shared/locales/en/errors.json' with { type: 'json' };
import enSubmission from '../../../shared/locales/en/submission.json' with { type: 'json' };
import enWatch from '../../../shared/locales/en/watch.json' with { type: 'json' };
import zhErrors from '../../../shared/locales/zh-Hant/errors.json' with { type: 'json' };
import zhSubmission from '../../../shared/locales/zh-Hant/submission.json' with { type: 'json' };
import zhWatch from '../../../shared/locales/zh-Hant/watch.json' with { type: 'json' };
import { findingPlaces } from '../../../shared/model/finding-places.ts';

export interface WhyFacts {
  readonly fileName: string;
  readonly size: number;
  /** Null: the file was not read to its end. */
  readonly sha256: string | null;
  readonly error: AppError;
  readonly findings: readonly Finding[];
  readonly folderId: string;
  /** By the exchange's clock, in ms since 1970. */
  readonly at: number;
  readonly help: { readonly hotline: string; readonly email: string };
}

interface Words {
  readonly errors: Readonly<Record<string, unknown>>;
  readonly findings: Readonly<Record<string, string>>;
  readonly why: typeof enWatch.why;
}

const english: Words = { errors: enErrors, findings: enSubmission.finding, why: enWatch.why };
const chinese: Words = { errors: zhErrors, findings: zhSubmission.finding, why: zhWatch.why };

const HONG_KONG = 8 * 3_600_000;

function fill(text: string, places: Readonly<Record<string, unknown>>): string {
  return text.replace(/\{\{(\w+)[^}]*\}\}/g, (_place, name: string) => String(places[name] ?? '–'));
}

/** The words of an error; those of the exchange's own number where it is explained. */
function errorWords(words: Words, { code, exchangeCode }: AppError): { message: string; next: string } {
  const entry = words.errors[exchangeCode ?? ''] ?? words.errors[code];
  return entry as { message: string; next: string };
}

function findingLines(words: Words, { findings, folderId, size }: WhyFacts): readonly string[] {
  return findings.map((finding) => {
    const places = findingPlaces({ folderId, size, inputDate: null, participantCode: null }, finding);
    const number = finding.exchangeCode === undefined ? '' : `${finding.exchangeCode}  `;
    return `  - ${number}${fill(words.findings[finding.reason] ?? finding.reason, places)}`;
  });
}

function inLanguage(words: Words, facts: WhyFacts): readonly string[] {
  const { error, help } = facts;
  const { why } = words;
  const said = errorWords(words, error);
  const places = { ...error.details, ...help };
  const time = new Date(facts.at + HONG_KONG).toISOString().slice(0, 19).replace('T', ' ');
  const code = error.exchangeCode === undefined ? error.code : `${error.exchangeCode} (${error.code})`;
  return [
    fill(why.title, { fileName: facts.fileName }),
    '',
    `${why.reason}${fill(said.message, places)}`,
    ...findingLines(words, facts),
    `${why.next}${fill(said.next, places)}`,
    `${why.again}`,
    `${why.call}${fill(why.help, help)}`,
    '',
    `${why.code}${code}`,
    `${why.time}${time}`,
    `${why.size}${facts.size}`,
    ...(facts.sha256 === null ? [] : [`SHA-256: ${facts.sha256}`]),
  ];
}

/** Says why a file was not sent, in English and then in Chinese: UTF-8 with a byte order mark and CRLF, so that Notepad shows it. */
export function whyText(facts: WhyFacts): string {
  const lines = [...inLanguage(english, facts), '', '-'.repeat(72), '', ...inLanguage(chinese, facts), ''];
  return `\uFEFF${lines.join('\r\n')}`;
}

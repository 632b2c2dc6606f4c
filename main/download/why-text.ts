import enDownloads from '../../shared/locales/en/downloads.json' with { type: 'json' };
import enErrors from '../../shared/locales/en/errors.json' with { type: 'json' };
import zhDownloads from '../../shared/locales/zh-Hant/downloads.json' with { type: 'json' };
import zhErrors from '../../shared/locales/zh-Hant/errors.json' with { type: 'json' };

const HONG_KONG = 8 * 3_600_000;

export interface WhyFacts {
  readonly fileName: string;
  /** By the exchange, and of what arrived. */
  readonly stated: string;
  readonly sha256: string;
  /** ms since 1970. */
  readonly at: number;
  readonly help: { readonly hotline: string; readonly email: string };
}

/** What lies beside a file that was kept aside: why, in both languages, for whoever opens the folder without the program. */
export function whyText({ fileName, stated, sha256, at, help }: WhyFacts): string {
  const time = new Date(at + HONG_KONG).toISOString().slice(0, 19).replace('T', ' ');
  const filled = (text: string) => text.replace('{{hotline}}', help.hotline).replace('{{email}}', help.email);
  const languages = [
    { error: enErrors['download-differs'], why: enDownloads.why },
    { error: zhErrors['download-differs'], why: zhDownloads.why },
  ];
  const parts = languages.map(({ error, why }) => [
    filled(error.message),
    filled(error.next),
    `${why.stated} ${stated}`,
    `${why.arrived} ${sha256}`,
  ]);
  // A byte order mark, or Notepad takes the Chinese for something else.
  return `\ufeff${[fileName, `${time} HKT`, ...parts.flatMap((lines) => ['', ...lines])].join('\r\n')}\r\n`;
}

import type { AppError } from '../../shared/contract/errors.ts';
import english from '../../shared/locales/en/errors.json' with { type: 'json' };
import chinese from '../../shared/locales/zh-Hant/errors.json' with { type: 'json' };

interface Words {
  readonly message: string;
  readonly next: string;
}

function fill(text: string, error: AppError): string {
  return text.replace(/\{\{(\w+)[^}]*\}\}/g, (_place, name: string) => String(error.details?.[name] ?? ''));
}

/**
 * Takes the error with which the start ended, before there is a window or a chosen language; gives what a person is told, in both
 * languages, with the code that a help desk can look up.
 */
export function describeStartFailure(error: AppError): string {
  const blocks = [english, chinese].map((locale) => {
    const words: Words = locale[error.code];
    return `${fill(words.message, error)}\n${fill(words.next, error)}`;
  });
  return `${blocks.join('\n\n')}\n\n(${error.code})`;
}

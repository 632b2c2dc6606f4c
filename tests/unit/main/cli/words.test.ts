import { describe, expect, it } from 'vitest';
import { createWords, languageOf } from '../../../../main/cli/words.ts';
import { appError, errorCodes } from '../../../../shared/contract/errors.ts';
import { languageSchema } from '../../../../shared/contract/terminal.ts';
import english from '../../../../shared/locales/en/cli.json' with { type: 'json' };

const help = () => ({ hotline: '2979 7222', email: 'clearingpsd@hkex.com.hk' });

describe.each(languageSchema.options)('the words in %s', async (language) => {
  const words = await createWords(language, help);

  it('explain every failure, with whom to call and without a place left open', () => {
    for (const code of errorCodes) {
      const { message, next } = words.error(appError(code));
      expect([code, message, next]).not.toContain('');
      expect([code, next]).toEqual([code, expect.not.stringMatching(/\{\{|undefined/)]);
    }
  });

  it('name the options that are missing, the wait and the exchange’s own code', () => {
    const missing = words.error(appError('draft-incomplete', { details: { missing: 'folderId inputDate' } }));
    expect(missing.message).toContain('(--folder --input-date)');
    const locked = words.error(appError('account-locked', { details: { lockedForMs: 90_000 } }));
    expect(locked.message).toContain('90 s');
    const refused = words.error(appError('refused-by-exchange', { exchangeCode: 'P421', details: { message: 'No' } }));
    expect(refused.message).toContain('(P421)');
    expect(refused.message).toContain('No');
  });
});

describe('the words', () => {
  it('take the place of the window’s only for failures that there are', () => {
    expect(Object.keys(english.error).filter((code) => !errorCodes.some((known) => known === code))).toEqual([]);
  });

  it.each([
    [undefined, {}, 'en'],
    ['zh-Hant', { LANG: 'en_GB.UTF-8' }, 'zh-Hant'],
    ['en', { LANG: 'zh_HK.UTF-8' }, 'en'],
    [undefined, { LANG: 'zh_HK.UTF-8' }, 'zh-Hant'],
    [undefined, { LANG: 'zh_TW' }, 'zh-Hant'],
    [undefined, { LANG: 'zh_CN.UTF-8' }, 'en'],
    [undefined, { LC_ALL: 'C', LANG: 'zh_HK.UTF-8' }, 'en'],
  ])('with --language %s in %j are in %s', (asked, env, language) => {
    expect(languageOf(asked, env)).toBe(language);
  });
});

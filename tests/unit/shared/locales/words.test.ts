import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../../shared/contract/errors.ts';
import { findingSchema, submissionStates } from '../../../../shared/contract/submission.ts';

const folder = path.resolve(import.meta.dirname, '../../../../shared/locales');

/** Every text of a language under `file.key.key`. */
function words(language: string): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (key: string, value: unknown): void => {
    if (typeof value === 'string') found.set(key, value);
    else for (const [name, member] of Object.entries(value as object)) walk(`${key}.${name}`, member);
  };
  for (const file of readdirSync(path.join(folder, language))) {
    walk(path.basename(file, '.json'), JSON.parse(readFileSync(path.join(folder, language, file), 'utf8')));
  }
  return found;
}

const english = words('en');
const chinese = words('zh-Hant');
const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

/**
 * The characters of Big5 without its Hong Kong additions: Traditional Chinese as Taiwan and Hong Kong wrote it before Unicode,
 * with no form that exists in Simplified Chinese only.
 */
function traditionalCharacters(): ReadonlySet<string> {
  const decoder = new TextDecoder('big5');
  const known = new Set<string>();
  for (let lead = 0xa1; lead <= 0xf9; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const isAddition =
        (lead >= 0xc6 && lead <= 0xc8 && !(lead === 0xc6 && trail < 0xa1)) || (lead === 0xf9 && trail > 0xd5);
      if (!isAddition) known.add(decoder.decode(Uint8Array.of(lead, trail)));
    }
  }
  return known;
}

const traditional = traditionalCharacters();
const notTraditional = (text: string) =>
  [...text].filter((sign) => /\p{Script=Han}/u.test(sign) && !traditional.has(sign));

describe('the words', () => {
  it('have the same keys in both languages', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('have the same places to fill in both languages', () => {
    for (const [key, text] of english) expect([key, places(chinese.get(key) ?? '')]).toEqual([key, places(text)]);
  });

  it('hold no empty text but the ends of names that need none', () => {
    const empty = [...english, ...chinese].filter(([, text]) => text.trim() === '').map(([key]) => key);
    expect([...new Set(empty)].toSorted()).toEqual(['app.screenMore.settings', 'app.screenMore.transfers']);
  });

  it('hold no Simplified character', () => {
    expect(notTraditional('帐户 权 请输入 这')).toEqual(['帐', '户', '权', '请', '输', '这']);
    for (const [key, text] of chinese) expect([key, notTraditional(text)]).toEqual([key, []]);
  });

  it('write Chinese with full-width punctuation', () => {
    const halfWidth = [...chinese].filter(([, text]) => /\p{Script=Han}[,;:?!]|[,;:?!]\p{Script=Han}/u.test(text));
    expect(halfWidth).toEqual([]);
  });

  it('explain every error code, and the two codes of the exchange whose meaning is public', () => {
    for (const code of [...errorCodes, '2000', '4505']) {
      for (const part of ['message', 'next']) {
        expect(english.get(`errors.${code}.${part}`), `${code}.${part}`).toMatch(/\S/);
      }
    }
    const explained = new Set(
      [...english.keys()].filter((key) => key.startsWith('errors.')).map((key) => key.split('.')[1]),
    );
    explained.delete('detail');
    expect([...explained].sort()).toEqual([...errorCodes, '2000', '4505'].sort());
  });

  it('name every state and every finding', () => {
    for (const state of submissionStates) expect(english.has(`submission.state.${state}`), state).toBe(true);
    for (const reason of findingSchema.shape.reason.options) {
      expect(english.has(`submission.finding.${reason}`), reason).toBe(true);
    }
  });
});

import { describe, expect, test } from 'vitest';
import { whyText } from '../../../../../main/watch/settle/why-text.ts';
import { appError, errorCodes } from '../../../../../shared/contract/errors.ts';

const facts = {
  fileName: 'SD_01234_20260522.csv',
  size: 123,
  folderId: 'SD1',
  sha256: 'ab'.repeat(32),
  error: appError('draft-refused', { details: { reason: 'date-differs' }, exchangeCode: '4505' }),
  findings: [
    {
      check: 'input-date' as const,
      level: 'refusal' as const,
      reason: 'date-differs' as const,
      exchangeCode: '4505',
      details: { fileName: '2026-05-22', inputDate: '2026-05-21' },
    },
  ],
  at: Date.parse('2026-05-22T16:30:00Z'),
  help: { hotline: '2979 7222', email: 'help@exchange.example' },
};

describe('the text beside a file that was not sent', () => {
  test('says why, what to do and whom to call, in English and then in Chinese', () => {
    const text = whyText(facts);
    expect(text).toMatchInlineSnapshot(`
      "﻿SD_01234_20260522.csv was not accepted, or needs to be looked at.

      Why: Input Date and the date in the file name disagree.
        - 4505  The file name says 2026-05-22, the Input Date is 2026-05-21.
      What to do: Correct the Input Date, or choose the file of the right day. For SD-1 the Input Date is the trade date.
      To send it again, correct it and put it back into the outbox. What lies here is not sent by itself.
      Whom to call: hotline 2979 7222, help@exchange.example

      Code: 4505 (draft-refused)
      Time (Hong Kong): 2026-05-23 00:30:00
      Size in bytes: 123
      SHA-256: abababababababababababababababababababababababababababababababab

      ------------------------------------------------------------------------

      SD_01234_20260522.csv 未獲接納，或須查看。

      原因：輸入日期與文件名稱內的日期不一致。
        - 4505  文件名稱的日期是 2026-05-22，輸入日期則是 2026-05-21。
      處理方法：請更正輸入日期，或選擇正確日期的文件。就 SD-1 而言，輸入日期即交易日期。
      如要再次傳送，請更正後放回寄件匣。存放於此的文件不會自動傳送。
      查詢：熱線 2979 7222，help@exchange.example

      代碼：4505 (draft-refused)
      時間（香港）：2026-05-23 00:30:00
      大小（位元組）：123
      SHA-256: abababababababababababababababababababababababababababababababab
      "
    `);
  });

  test('begins with a byte order mark and ends each line for Notepad', () => {
    const text = whyText(facts);
    expect(text.charCodeAt(0)).toBe(0xfeff);
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  test.each(errorCodes)('has words for %s in both languages, and no place is left open', (code) => {
    const text = whyText({ ...facts, error: appError(code), findings: [], sha256: null });
    expect(text).not.toMatch(/undefined|\{\{/);
    const [english, chinese] = text.split('-'.repeat(72));
    expect(english).toMatch(/Why: \S/);
    expect(chinese).toMatch(/原因：\S/);
  });
});

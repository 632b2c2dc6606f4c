import { describe, expect, test } from 'vitest';
import { folderPart } from '../../../../main/local-folders/folder-part.ts';
import { checkFileName } from '../../../../shared/model/check-file-name.ts';

describe('folderPart', () => {
  test('keeps an ordinary id', () => {
    expect(folderPart('SD-1')).toBe('SD-1');
    expect(folderPart('hbcn_batch2')).toBe('hbcn_batch2');
  });

  test.each(['..', '.', '', '../../etc', 'a/b', 'a\\b', 'C:', 'con', 'LPT1', 'a.', ' a', 'nul\0', '股票', '‮x', '%2E'])(
    'leads nowhere else with %j',
    (id) => {
      const part = folderPart(id);
      expect(part).toMatch(/^[A-Za-z0-9_%-]+$/);
      expect(checkFileName(part)).toBeNull();
    },
  );

  test('gives two ids two parts', () => {
    const ids = ['..', '%2E%2E', '', ' ', 'con', '%63on', '股'.repeat(32), `${'股'.repeat(31)}票`];
    expect(new Set(ids.map(folderPart)).size).toBe(ids.length);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CheckedFile, checkDraft, type Surroundings } from '../../../../shared/model/check-draft.ts';
import { sampleFolders } from '../../../helpers/sample-folder.ts';

const sha256 = 'a'.repeat(64);
const choices = {
  folderId: 'SD1',
  identity: 'SEHK Participant',
  participantCode: '01234',
  inputDate: '2022-05-12',
};
const file: CheckedFile = { fileName: 'SD_01234_20220512.csv', size: 10, sha256, notCsvAtLine: null, choices };
const around: Surroundings = { folders: sampleFolders, held: [] };

function finding(check: string, changes: Partial<CheckedFile> = {}, other: Partial<Surroundings> = {}) {
  return checkDraft({ ...file, ...changes }, { ...around, ...other }).find((each) => each.check === check);
}
const chosen = (changes: Partial<CheckedFile['choices']>) => ({ choices: { ...choices, ...changes } });

test('a right file passes every check, each once', () => {
  const findings = checkDraft(file, around);
  expect(findings.map((each) => each.check)).toEqual([
    'name',
    'folder',
    'participant',
    'input-date',
    'size',
    'content',
    'held',
  ]);
  expect(findings.every((each) => each.level === 'passed' && each.reason === 'ok')).toBe(true);
});

describe('Input Date', () => {
  test('another date than the name’s is what the exchange refuses as 4505, with the name’s date as the fix', () => {
    expect(finding('input-date', chosen({ inputDate: '2022-05-13' }))).toEqual({
      check: 'input-date',
      level: 'refusal',
      reason: 'date-differs',
      exchangeCode: '4505',
      details: { fileName: '2022-05-12', inputDate: '2022-05-13' },
      fix: { field: 'inputDate', value: '2022-05-12' },
    });
  });

  test('4505 is foretold exactly when both dates are there and differ', () => {
    const days = fc.date({ min: new Date('2001-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, days, (a, b) => {
        const [named, typed] = [a, b].map((day) => day.toISOString().slice(0, 10)) as [string, string];
        const fileName = `SD_01234_${named.replaceAll('-', '')}.csv`;
        const found = finding('input-date', { fileName, ...chosen({ inputDate: typed }) });
        expect(found?.exchangeCode === '4505').toBe(named !== typed);
      }),
    );
  });

  test('a missing date is asked for, and offered when the name has one', () => {
    expect(finding('input-date', chosen({ inputDate: null }))).toMatchObject({
      reason: 'input-date-missing',
      fix: { value: '2022-05-12' },
    });
    const unnamed = finding('input-date', { fileName: 'x.csv', ...chosen({ inputDate: null }) });
    expect(unnamed).toEqual({ check: 'input-date', level: 'refusal', reason: 'input-date-missing' });
  });
});

describe('participant', () => {
  test('another code than the name’s is refused, with the name’s code as the fix', () => {
    expect(finding('participant', chosen({ participantCode: '01235' }))).toMatchObject({
      level: 'refusal',
      reason: 'participant-differs',
      fix: { field: 'participantCode', value: '01234' },
    });
  });

  test('a code that is not the user’s is refused, and never offered as a fix', () => {
    const fileName = 'SD_09999_20220512.csv';
    expect(finding('participant', { fileName, ...chosen({ participantCode: '09999' }) })).toEqual({
      check: 'participant',
      level: 'refusal',
      reason: 'participant-not-yours',
      details: { participantCode: '09999', fileName: '09999' },
    });
    expect(finding('participant', { fileName })).toMatchObject({ reason: 'participant-differs' });
    expect(finding('participant', { fileName })).not.toHaveProperty('fix');
  });

  test('a missing code is asked for', () => {
    expect(finding('participant', chosen({ participantCode: null }))).toMatchObject({
      reason: 'participant-missing',
      fix: { value: '01234' },
    });
  });
});

describe('folder', () => {
  test.each([
    { folderId: null, expected: { reason: 'folder-missing', level: 'refusal' } },
    { folderId: 'GONE', expected: { reason: 'folder-missing', level: 'refusal' } },
    { folderId: 'OLD', expected: { reason: 'not-migrated', level: 'refusal' } },
    { folderId: 'ERR', expected: { reason: 'folder-differs', fix: { field: 'folderId', value: 'SD1' } } },
  ])('$folderId gives $expected.reason', ({ folderId, expected }) => {
    expect(finding('folder', chosen({ folderId }))).toMatchObject(expected);
  });
});

describe('what cannot be known is not checked, and never passed', () => {
  test('without a catalogue', () => {
    const nowhere = { folders: null };
    for (const check of ['folder', 'participant', 'size']) {
      expect(finding(check, {}, nowhere)).toMatchObject({ level: 'warning', reason: 'not-checked' });
    }
  });

  test('without the list of files held', () => {
    expect(finding('held', {}, { held: null })).toMatchObject({ level: 'warning', reason: 'not-checked' });
  });
});

describe('size, content, name, files held', () => {
  test.each([
    { size: 1000, expected: { level: 'passed' } },
    { size: 1001, expected: { level: 'refusal', reason: 'too-large', details: { size: 1001, limit: 1000 } } },
    { size: 0, expected: { level: 'refusal', reason: 'empty' } },
  ])('$size bytes', ({ size, expected }) => {
    expect(finding('size', { size })).toMatchObject(expected);
  });

  test('content that is no CSV warns and never refuses', () => {
    expect(finding('content', { notCsvAtLine: 7 })).toMatchObject({ level: 'warning', details: { line: 7 } });
  });

  test('a name without grammar warns', () => {
    expect(finding('name', { fileName: 'notes.csv' })).toMatchObject({ level: 'warning', reason: 'name-not-readable' });
  });

  test('the same name in the same folder is held; with other content it would be replaced', () => {
    const held = [{ folderId: 'SD1', fileName: file.fileName, sha256, receivedAt: 5 }];
    expect(finding('held', {}, { held })).toMatchObject({ level: 'warning', reason: 'already-held-same' });
    expect(finding('held', { sha256: 'b'.repeat(64) }, { held })).toMatchObject({ reason: 'already-held-other' });
    const elsewhere = held.map((row) => ({ ...row, folderId: 'ERR' }));
    expect(finding('held', {}, { held: elsewhere })).toMatchObject({ level: 'passed' });
    expect(finding('held', chosen({ folderId: null }), { held: elsewhere })).toMatchObject({
      reason: 'already-held-same',
    });
  });
});

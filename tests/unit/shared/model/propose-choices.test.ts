import { describe, expect, test } from 'vitest';
import { proposeChoices, proposeIdentity } from '../../../../shared/model/propose-choices.ts';
import { sampleFolder, sampleFolders } from '../../../helpers/sample-folder.ts';

const nothing = { lastFolderId: null, lastIdentity: null, lastParticipantCode: null };
const propose = (name: string, remembered: Partial<typeof nothing> | Record<string, string> = {}) =>
  proposeChoices(name, sampleFolders, { ...nothing, ...remembered });

describe('proposed from the name', () => {
  test.each(['SD_01234_20220512.csv', 'SD1_01234_20220512.csv', 'sd_01234_20220512.CSV'])('%s', (name) => {
    expect(propose(name)).toEqual({
      folderId: 'SD1',
      identity: 'SEHK Participant',
      participantCode: '01234',
      inputDate: '2022-05-12',
    });
  });

  test('the name goes before what was remembered, also with a code that is not the user’s', () => {
    const remembered = { lastFolderId: 'ERR', lastParticipantCode: '01235' };
    expect(propose('SD_09999_20220512.csv', remembered)).toMatchObject({ folderId: 'SD1', participantCode: '09999' });
  });

  test('a name that says nothing takes the last choices, and no date', () => {
    const remembered = { lastFolderId: 'ERR', lastIdentity: 'One', lastParticipantCode: '01235' };
    expect(propose('notes.csv', remembered)).toEqual({
      folderId: 'ERR',
      identity: 'One',
      participantCode: '01235',
      inputDate: null,
    });
  });

  test('without anything to go by, nothing is guessed', () => {
    expect(propose('notes.csv')).toEqual({ folderId: null, identity: null, participantCode: null, inputDate: null });
  });

  test('a remembered choice that the folder does not know is left aside', () => {
    const remembered = { lastFolderId: 'SD1', lastIdentity: 'Gone', lastParticipantCode: '99999' };
    expect(propose('notes.csv', remembered)).toMatchObject({ identity: 'SEHK Participant', participantCode: null });
  });

  test('the only folder and the only code need no choice', () => {
    const folders = [sampleFolder({ participantCodes: ['05678'] })];
    expect(proposeChoices('notes.csv', folders, nothing)).toMatchObject({ folderId: 'SD1', participantCode: '05678' });
  });

  test('before any catalogue the name still gives code and date', () => {
    expect(proposeChoices('SD_01234_20220512.csv', [], nothing)).toEqual({
      folderId: null,
      identity: null,
      participantCode: '01234',
      inputDate: '2022-05-12',
    });
  });
});

test('of two folders with the same prefix the one used last is proposed', () => {
  const folders = [sampleFolder({ folderId: 'A' }), sampleFolder({ folderId: 'B' })];
  const name = 'SD_01234_20220512.csv';
  expect(proposeChoices(name, folders, nothing).folderId).toBe('A');
  expect(proposeChoices(name, folders, { ...nothing, lastFolderId: 'B' }).folderId).toBe('B');
});

test('an identity is always offered: the remembered one, else the first', () => {
  const folder = sampleFolder({ identities: ['Two', 'One'] });
  expect(proposeIdentity(folder, 'One')).toBe('One');
  expect(proposeIdentity(folder, 'Gone')).toBe('Two');
});

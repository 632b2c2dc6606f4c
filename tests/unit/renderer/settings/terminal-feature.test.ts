import { expect, test } from 'vitest';
import {
  applySettings,
  changeSettings,
  createTerminalFeature,
} from '../../../../renderer/settings/terminal-feature.ts';
import { appError } from '../../../../shared/contract/errors.ts';
import { type Settings, settingsSchema } from '../../../../shared/contract/terminal.ts';
import { err, ok, type Result } from '../../../../shared/lib/result.ts';
import { createFakeClient } from '../../../helpers/fake-client.ts';

const atFirst: Settings = settingsSchema.parse({
  language: 'en',
  theme: 'system',
  lastFolderId: null,
  lastIdentity: null,
  lastParticipantCode: null,
  lastChannel: 'web',
  lockAfterMinutes: 10,
  remindersDismissedOn: null,
  lastTransfersTab: 'queue',
  speedLimitKilobytesPerSecond: null,
  downloadEveryMinutes: null,
  filesRoot: null,
});

/** A program that answers each change when the test says so. */
function setUp() {
  const answers: ((answer: Result<Settings>) => void)[] = [];
  const client = createFakeClient({
    'settings/change': () => new Promise<Result<Settings>>((resolve) => answers.push(resolve)),
    'settings/get': () => ok(atFirst),
  });
  const feature = createTerminalFeature(client);
  applySettings(feature, atFirst);
  return { feature, answers, tab: () => feature.store.getState().settings?.lastTransfersTab };
}

const having = (lastTransfersTab: Settings['lastTransfersTab']) => ({ ...atFirst, lastTransfersTab });

test('a choice is shown at once, and no older word of the program takes it back', async () => {
  const { feature, answers, tab } = setUp();
  const first = changeSettings(feature, { lastTransfersTab: 'downloads' });
  const second = changeSettings(feature, { lastTransfersTab: 'watch' });
  expect(tab()).toBe('watch');
  answers[0]?.(ok(having('downloads')));
  await first;
  expect(tab()).toBe('watch');
  applySettings(feature, having('downloads'));
  expect(tab()).toBe('watch');
  answers[1]?.(ok(having('watch')));
  await second;
  applySettings(feature, having('queue'));
  expect(tab()).toBe('queue');
});

test('an answer that a later one has overtaken is not shown', async () => {
  const { feature, answers, tab } = setUp();
  const first = changeSettings(feature, { lastTransfersTab: 'downloads' });
  const second = changeSettings(feature, { lastTransfersTab: 'watch' });
  answers[1]?.(ok(having('watch')));
  await second;
  answers[0]?.(ok(having('downloads')));
  await first;
  expect(tab()).toBe('watch');
});

test('a choice that the program could not keep is taken back', async () => {
  const { feature, answers, tab } = setUp();
  const change = changeSettings(feature, { lastTransfersTab: 'watch' });
  answers[0]?.(err(appError('disk-full')));
  await change;
  expect(tab()).toBe('queue');
});

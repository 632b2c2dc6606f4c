import { expect, it } from 'vitest';
import { lockWithPc } from '../../../main/electron/lock-with-pc.ts';
import { recordingPowerMonitor } from '../../helpers/recording-electron.ts';

it('locks with the operating system and before a sleep, and does nothing when there is no program', () => {
  const { powerMonitor, emit } = recordingPowerMonitor();
  const reasons: string[] = [];
  const app = { lock: (reason: string) => void reasons.push(reason) };
  let running: typeof app | null = app;
  lockWithPc(powerMonitor, () => running);
  expect(reasons).toEqual([]);
  emit('lock-screen');
  emit('suspend');
  expect(reasons).toEqual(['system', 'system']);
  emit('unlock-screen');
  emit('resume');
  running = null;
  emit('lock-screen');
  expect(reasons).toHaveLength(2);
});

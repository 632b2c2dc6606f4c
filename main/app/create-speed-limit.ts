import type { Settings } from '../../shared/contract/terminal.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { createSpeedLimit, type SpeedLimit } from '../transfer/speed-limit.ts';
import type { SettingsStore } from './settings-store.ts';

const KILOBYTE = 1024;

/** The program's one speed limit, which follows the operator's choice. */
export function createChosenSpeedLimit(settings: Pick<SettingsStore, 'get' | 'subscribe'>, clock: Clock): SpeedLimit {
  const limit = createSpeedLimit({ clock });
  const follow = ({ speedLimitKilobytesPerSecond: chosen }: Settings) =>
    limit.set(chosen === null ? null : chosen * KILOBYTE);
  follow(settings.get());
  settings.subscribe(follow);
  return limit;
}

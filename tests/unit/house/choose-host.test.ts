import { describe, expect, it } from 'vitest';
import { chooseHost } from '../../../scripts/lib/choose-host.ts';

const desk = { platform: 'linux', env: { DISPLAY: ':0' }, uid: 1000 } as const;

describe('npm start chooses', () => {
  it.each([
    ['a desk with X11', desk],
    ['a desk with Wayland', { ...desk, env: { WAYLAND_DISPLAY: 'wayland-0' } }],
    ['Windows', { platform: 'win32', env: {}, uid: undefined } as const],
    ['macOS', { platform: 'darwin', env: {}, uid: 501 } as const],
  ])('Electron on %s', (_where, machine) => {
    expect(chooseHost(machine, false)).toEqual({ kind: 'electron' });
  });

  it.each([
    ['without a display', { ...desk, env: {} }, false, 'no display'],
    ['for root on Linux', { ...desk, uid: 0 }, false, 'root'],
    ['when --web was given', desk, true, '--web'],
  ])('the preview %s, and says why', (_where, machine, web, reason) => {
    expect(chooseHost(machine, web)).toMatchObject({ kind: 'preview', reason: expect.stringContaining(reason) });
  });
});

import type { App } from '../app/app.ts';

/** The part of Electron's `powerMonitor` that is used. */
export interface PowerMonitorLike {
  on(event: 'lock-screen' | 'suspend', listener: () => void): unknown;
}

/** Locks the terminal whenever its PC is locked or put to sleep. `app` is null before the start and after the end. */
export function lockWithPc(powerMonitor: PowerMonitorLike, app: () => Pick<App, 'lock'> | null): void {
  powerMonitor.on('lock-screen', () => app()?.lock('system'));
  powerMonitor.on('suspend', () => app()?.lock('system'));
}

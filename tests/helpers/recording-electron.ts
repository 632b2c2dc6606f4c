import type { guardContents, guardSession } from '../../main/electron/guards.ts';
import type { PowerMonitorLike } from '../../main/electron/lock-with-pc.ts';

type Listener = (...args: unknown[]) => unknown;

/** Anything of Electron that takes listeners and handlers: keeps them, and lets a test call them. */
function recorder(handlerNames: readonly string[]) {
  const listeners = new Map<string, Listener[]>();
  const handlers: Record<string, Listener> = {};
  const setters = Object.fromEntries(
    handlerNames.map((name) => [
      name,
      (handler: Listener) => {
        handlers[name] = handler;
      },
    ]),
  );
  const on = (event: string, listener: Listener) => {
    listeners.set(event, [...(listeners.get(event) ?? []), listener]);
  };
  /** Emits an event as Electron would; tells whether somebody prevented what comes by default. */
  const emit = (event: string, ...args: unknown[]): boolean => {
    let prevented = false;
    const details = {
      preventDefault() {
        prevented = true;
      },
    };
    for (const listener of listeners.get(event) ?? []) listener(details, ...args);
    return prevented;
  };
  return { ...setters, on, emit, handlers };
}

const sessionHandlers = [
  'setPermissionRequestHandler',
  'setPermissionCheckHandler',
  'setDevicePermissionHandler',
  'setDisplayMediaRequestHandler',
  'setBluetoothPairingHandler',
] as const;

/** A session that records what is installed on it. */
export function recordingSession() {
  const web = recorder(['onBeforeRequest']);
  const session = { ...recorder(sessionHandlers), webRequest: web };
  return {
    session: session as unknown as Parameters<typeof guardSession>[0],
    emit: session.emit,
    handlers: session.handlers as Record<(typeof sessionHandlers)[number], Listener>,
    isCancelled(url: string): boolean {
      let cancelled = false;
      web.handlers.onBeforeRequest?.({ url }, (response: { cancel: boolean }) => {
        cancelled = response.cancel;
      });
      return cancelled;
    },
  };
}

/** An app with one window's contents, as `web-contents-created` tells of it. */
export function recordingApp() {
  const app = recorder([]);
  const contents = recorder(['setWindowOpenHandler']);
  return {
    app: app as unknown as Parameters<typeof guardContents>[0],
    emit: app.emit,
    /** Makes the contents; what is installed on all contents is installed on these. */
    createContents() {
      app.emit('web-contents-created', contents);
      return contents;
    },
  };
}

/** A power monitor that records who listens. */
export function recordingPowerMonitor(): { powerMonitor: PowerMonitorLike; emit: (event: string) => boolean } {
  const { on, emit } = recorder([]);
  return { powerMonitor: { on }, emit };
}

import { beforeEach, describe, expect, it } from 'vitest';
import { guardContents, guardSession } from '../../../main/electron/guards.ts';
import { recordingApp, recordingSession } from '../../helpers/recording-electron.ts';

/** The names that Electron 45 knows (its own type), and one that it does not. */
const permissions = [
  'ar automatic-fullscreen background-fetch background-sync captured-surface-control clipboard-read',
  'clipboard-sanitized-write deprecated-sync-clipboard-read display-capture fileSystem fullscreen geolocation',
  'geolocation-approximate hand-tracking hid idle-detection keyboardLock local-fonts local-network local-network-access',
  'loopback-network media mediaKeySystem midi midiSysex nfc notifications openExternal payment-handler',
  'periodic-background-sync persistent-storage pointerLock screen-wake-lock sensors serial smart-card speaker-selection',
  'storage-access system-wake-lock top-level-storage-access usb vr web-app-installation web-printing window-management',
  'unknown something-new',
].flatMap((line) => line.split(' '));

describe('guardContents', () => {
  let recording: ReturnType<typeof recordingApp>;
  let contents: ReturnType<ReturnType<typeof recordingApp>['createContents']>;
  beforeEach(() => {
    recording = recordingApp();
    guardContents(recording.app);
    contents = recording.createContents();
  });

  it.each([
    ['location = ...', 'will-navigate', 'https://evil.example/'],
    ['an anchor', 'will-navigate', 'ccms://terminal/other.html'],
    ['a form', 'will-navigate', 'https://evil.example/form'],
    ['a dropped file', 'will-navigate', 'file:///C:/Users/a/x.html'],
    ['javascript:', 'will-navigate', 'javascript:alert(1)'],
    ['data:', 'will-navigate', 'data:text/html,x'],
    ['blob:', 'will-navigate', 'blob:ccms://terminal/1'],
    ['a redirect', 'will-redirect', 'https://evil.example/'],
    ['an iframe', 'will-frame-navigate', 'https://evil.example/'],
    ['a webview', 'will-attach-webview', 'https://evil.example/'],
  ])('refuses to go anywhere by %s', (_vector, event, url) => {
    expect(contents.emit(event, url)).toBe(true);
  });

  it.each(['window.open', 'a middle click'])('refuses a new window by %s', () => {
    expect(contents.handlers.setWindowOpenHandler?.({ url: 'ccms://terminal/index.html' })).toEqual({ action: 'deny' });
  });

  it('sends no certificate of the platform to a server that asks for one', () => {
    const answers: unknown[][] = [];
    const list = [{ subjectName: 'somebody' }];
    const answer = (...args: unknown[]) => answers.push(args);
    expect(recording.emit('select-client-certificate', {}, 'https://evil.example/', list, answer)).toBe(true);
    expect(answers).toEqual([[]]);
  });
});

describe('guardSession', () => {
  let recording: ReturnType<typeof recordingSession>;
  beforeEach(() => {
    recording = recordingSession();
    guardSession(recording.session);
  });

  it.each(permissions)('grants no permission: %s', (permission) => {
    const answers: unknown[] = [];
    recording.handlers.setPermissionRequestHandler({}, permission, (granted: boolean) => answers.push(granted), {});
    expect(answers).toEqual([false]);
    expect(recording.handlers.setPermissionCheckHandler({}, permission, 'ccms://terminal', {})).toBe(false);
  });

  it('gives no device, no screen and no pairing', () => {
    const answers: unknown[] = [];
    const answer = (given: unknown) => answers.push(given);
    expect(recording.handlers.setDevicePermissionHandler({ deviceType: 'usb' })).toBe(false);
    recording.handlers.setDisplayMediaRequestHandler({}, answer);
    recording.handlers.setBluetoothPairingHandler({}, answer);
    expect(answers).toEqual([{}, { confirmed: false }]);
    for (const event of ['select-hid-device', 'select-serial-port', 'select-usb-device']) {
      expect(recording.emit(event)).toBe(true);
    }
  });

  it.each(['https://evil.example/x.exe', 'blob:https://evil.example/1', 'data:text/csv,x', 'file:///C:/x.exe'])(
    'saves nothing from %s',
    (url) => {
      expect(recording.emit('will-download', { getURL: () => url })).toBe(true);
      expect(recording.isCancelled(url)).toBe(true);
    },
  );

  it('lets the person save a receipt that the page made', () => {
    const url = 'blob:ccms://terminal/2f0c';
    expect(recording.emit('will-download', { getURL: () => url })).toBe(false);
    expect(recording.isCancelled(url)).toBe(false);
  });

  it.each(['https://evil.example/', 'http://127.0.0.1/', 'ws://127.0.0.1/', 'file:///etc/passwd', 'devtools://x/'])(
    'cancels a request to %s',
    (url) => {
      expect(recording.isCancelled(url)).toBe(true);
    },
  );

  it('lets the page load its own files', () => {
    expect(recording.isCancelled('ccms://terminal/assets/index.js')).toBe(false);
  });
});

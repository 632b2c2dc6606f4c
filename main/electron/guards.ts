import type { App, Session } from 'electron';
import { isFileOfPage, isPageAddress } from './page-address.ts';

/** The parts of Electron's session through which a page can be granted something. */
export type GuardedSession = Pick<
  Session,
  | 'on'
  | 'setBluetoothPairingHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
> & { readonly webRequest: Pick<Session['webRequest'], 'onBeforeRequest'> };

const prevent = (event: { preventDefault(): void }) => event.preventDefault();

/**
 * The page may do nothing that its calls do not give it: no permission of any kind, no device, no request but for its own files,
 * and nothing to save but a text that it made itself (Electron's security list, items 5 and 13 to 15). `allowed` lets the developer tools load themselves.
 */
export function guardSession(session: GuardedSession, allowed: (url: string) => boolean = isPageAddress): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  session.webRequest.onBeforeRequest((details, answer) =>
    answer({ cancel: !allowed(details.url) && !isFileOfPage(details.url) }),
  );
  session.on('select-hid-device', prevent);
  session.on('select-serial-port', prevent);
  session.on('select-usb-device', prevent);
  session.on('will-download', (event, item) => {
    if (!isFileOfPage(item.getURL())) event.preventDefault();
  });
}

/**
 * No contents of this program, whichever way they came to be, go anywhere or open anything: the window shows the address that
 * main loaded, until it closes. The page changes its screens without navigating.
 */
export function guardContents(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', prevent);
    contents.on('will-redirect', prevent);
    contents.on('will-frame-navigate', prevent);
    contents.on('will-attach-webview', prevent);
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  // Electron 44 and later send the first matching certificate of the platform's store when nobody answers.
  // biome-ignore lint/complexity/useMaxParams: the signature is Electron's
  app.on('select-client-certificate', (event, _contents, _url, _list, answer) => {
    event.preventDefault();
    answer();
  });
}

import { appError } from '../../shared/contract/errors.ts';
import { type AppEvent, type CallName, calls } from '../../shared/contract/index.ts';
import { err, type Result } from '../../shared/lib/result.ts';
import type { App } from '../app/app.ts';
import { callChannel, EVENT_CHANNEL, FILE_CHANNEL } from './channels.ts';
import { incomingFileFromPath } from './incoming-file.ts';
import { type InvokeEvent, isTrustedSender } from './trusted-sender.ts';

/** The part of `ipcMain` that is used, and only here. */
export interface IpcMainLike {
  handle(channel: string, listener: (event: InvokeEvent, input: unknown) => Promise<unknown>): void;
}

/** The contents of our window, or null while there is none. */
export interface PageContents {
  readonly id: number;
  isDestroyed(): boolean;
  send(channel: string, payload: unknown): void;
}

type Answer = (input: unknown) => Promise<Result<unknown>>;

/**
 * Answers the page's calls and files, and pushes events to it. A message from anywhere but the top frame of our page in our
 * window answers `client-refused` and reaches nothing. Gives a function that stops the events.
 */
export function connectIpc(ipcMain: IpcMainLike, app: App, page: () => PageContents | null): () => void {
  const guarded = (answer: Answer) => (event: InvokeEvent, input: unknown) =>
    isTrustedSender(event, page()?.id ?? null)
      ? answer(input)
      : Promise.resolve(err(appError('client-refused', { retry: 'never' })));

  for (const name of Object.keys(calls) as CallName[]) {
    ipcMain.handle(
      callChannel(name),
      guarded((input) => app.dispatch(name, input)),
    );
  }
  ipcMain.handle(
    FILE_CHANNEL,
    guarded(async (input) => {
      const file = incomingFileFromPath(input);
      // Most likely a picture from the clipboard: it has no path, so there is no file to read.
      return file ? app.addFile(file) : err(appError('file-unreadable'));
    }),
  );
  return app.subscribe((event: AppEvent) => {
    const contents = page();
    if (contents && !contents.isDestroyed()) contents.send(EVENT_CHANNEL, event);
  });
}

import type { IpcMainLike, PageContents } from '../../main/electron/ipc.ts';
import type { InvokeEvent } from '../../main/electron/trusted-sender.ts';

/** The id of the one window that a fake IPC belongs to. */
export const WINDOW_ID = 7;

/** An event as Electron makes it for a message of our page. */
export function goodEvent(): InvokeEvent {
  return {
    sender: { id: WINDOW_ID },
    senderFrame: { url: 'ccms://terminal/index.html', parent: null, detached: false },
  };
}

/** Both ends of an IPC without Electron: what main handles, and what it sent to the page. */
export function createFakeIpc() {
  const handlers = new Map<string, (event: InvokeEvent, input: unknown) => Promise<unknown>>();
  const sent: { channel: string; payload: unknown }[] = [];
  const ipcMain: IpcMainLike = {
    handle(channel, listener) {
      if (handlers.has(channel)) throw new Error(`second handler for ${channel}`);
      handlers.set(channel, listener);
    },
  };
  const contents: PageContents = {
    id: WINDOW_ID,
    isDestroyed: () => false,
    send: (channel, payload) => sent.push({ channel, payload: structuredClone(payload) }),
  };
  return {
    ipcMain,
    contents,
    sent,
    channels: () => [...handlers.keys()],
    /** Sends as the page does: values are cloned on the way, and a channel without a handler is refused. */
    async invoke(channel: string, input: unknown, event: InvokeEvent = goodEvent()): Promise<unknown> {
      const handler = handlers.get(channel);
      if (!handler) throw new Error(`No handler registered for '${channel}'`);
      return structuredClone(await handler(event, structuredClone(input)));
    },
  };
}

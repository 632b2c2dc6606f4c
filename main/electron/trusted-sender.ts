import { isPageAddress } from './page-address.ts';

/** What Electron says about the sender of a message. The frame is null once it has gone. */
export interface InvokeEvent {
  readonly sender: { readonly id: number };
  readonly senderFrame: {
    readonly url: string;
    readonly parent: unknown;
    readonly detached: boolean;
  } | null;
}

/** Takes a message's event and the id of our window's contents; true only for the living top frame of our own page in it. */
export function isTrustedSender(event: InvokeEvent, windowId: number | null): boolean {
  const frame = event.senderFrame;
  if (frame === null || windowId === null || event.sender.id !== windowId) return false;
  return frame.parent === null && !frame.detached && isPageAddress(frame.url);
}

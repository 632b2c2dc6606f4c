import type { Socket } from 'node:net';
import type { Fault } from '../faults/fault.ts';

/** What a fault may do to the connection that it strikes. */
export interface Line {
  readonly socket: Socket;
  /** Closes the SFTP channel and leaves the connection; before there is one, ends the connection with a farewell. */
  closeChannel(): void;
}

/** What becomes of the request: it is answered after all, refused, changed by its handler, or never heard of again. */
export type Verdict = 'go-on' | 'refuse' | 'silent';

/** Carries a fault out on the connection. The kinds that spoil a request's work are left to its handler. */
export function misbehave(fault: Fault | null, line: Line): Verdict {
  switch (fault?.kind) {
    case 'refuse':
      return 'refuse';
    case 'reset':
      line.socket.resetAndDestroy();
      return 'silent';
    case 'fin':
      line.socket.end();
      return 'silent';
    case 'channel-close':
      line.closeChannel();
      return 'silent';
    case 'half-open':
      // Nothing is read any more, not even a sign of life, as from a host that has lost its power.
      line.socket.pause();
      line.socket.removeAllListeners('data');
      return 'silent';
    case 'black-hole':
      return 'silent';
    default:
      return 'go-on';
  }
}

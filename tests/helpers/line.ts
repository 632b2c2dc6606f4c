import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LineOptions {
  readonly to: { readonly host: string; readonly port: number };
  /** ms that every byte takes, each way. */
  readonly delayMs?: number;
  /** The most that goes towards the server; not given: no limit. */
  readonly bytesPerSecond?: number;
  /** Resets both sides after so many bytes from the client; asked for each connection. */
  readonly cutAfter?: () => number;
  /** The same, counted by the bytes from the server. */
  readonly cutAfterAnswer?: () => number;
}

export interface Line {
  readonly port: number;
  close(): Promise<void>;
}

/** Hands bytes on after a delay, in order, each with its own time, so that the rate is not limited. */
function carry(from: Socket, to: Socket, delayMs: number): void {
  from.on('data', (bytes) => {
    if (delayMs === 0) to.write(bytes);
    else setTimeout(() => to.destroyed || to.write(bytes), delayMs);
  });
  from.on('end', () => setTimeout(() => to.destroyed || to.end(), delayMs));
}

/** Hands bytes on no faster than that, in small pieces; the sender's own window then fills. */
async function squeeze(from: Socket, to: Socket, bytesPerSecond: number): Promise<void> {
  const piece = Math.ceil(bytesPerSecond / 50);
  try {
    for await (const bytes of from as AsyncIterable<Buffer>) {
      for (let at = 0; at < bytes.length; at += piece) {
        to.write(bytes.subarray(at, at + piece));
        await sleep(20);
      }
    }
  } catch {
    // broken off by whoever is tested
  }
  to.end();
}

/** A line to a server that takes time, or breaks. */
export async function openLine(options: LineOptions): Promise<Line> {
  const { to, delayMs = 0, bytesPerSecond, cutAfter, cutAfterAnswer } = options;
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const far = connect({ ...to, noDelay: true });
    for (const socket of [client, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        setTimeout(() => (socket === client ? far : client).destroy(), delayMs);
      });
    }
    if (bytesPerSecond === undefined) carry(client, far, delayMs);
    else void squeeze(client, far, bytesPerSecond);
    carry(far, client, delayMs);
    for (const [side, limit] of [
      [client, cutAfter?.()],
      [far, cutAfterAnswer?.()],
    ] as const) {
      if (limit === undefined) continue;
      let seen = 0;
      side.on('data', (bytes) => {
        seen += bytes.length;
        if (seen < limit || client.destroyed) return;
        client.resetAndDestroy();
        far.resetAndDestroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

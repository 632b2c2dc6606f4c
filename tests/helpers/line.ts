import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface LineOptions {
  readonly to: { readonly host: string; readonly port: number };
  /** ms that every byte takes, each way. */
  readonly delayMs?: number;
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

/** A line to a server that takes time, or breaks. */
export async function openLine({ to, delayMs = 0, cutAfter, cutAfterAnswer }: LineOptions): Promise<Line> {
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
    carry(client, far, delayMs);
    carry(far, client, delayMs);
    for (const [side, limit] of [
      [client, cutAfter?.()],
      [far, cutAfterAnswer?.()],
    ] as const) {
      let seen = 0;
      side.on('data', (bytes) => {
        seen += bytes.length;
        if (seen < (limit ?? Number.POSITIVE_INFINITY) || client.destroyed) return;
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

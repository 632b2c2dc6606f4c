import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface ProxyServer {
  /** `127.0.0.1:port` */
  readonly host: string;
  /** What was asked for, as `host:port`, with the headers. */
  readonly asked: { readonly target: string; readonly headers: IncomingHttpHeaders }[];
  close(): Promise<void>;
}

/**
 * An HTTP proxy that knows CONNECT only. It takes every target to one port of this machine, whatever its name, or answers with a
 * status when it is given one.
 */
export async function startProxyServer(
  behind: { readonly port: number } | { readonly status: number },
): Promise<ProxyServer> {
  const asked: ProxyServer['asked'] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    return socket;
  };
  const server = createServer();
  server.on('connect', (request, stream) => {
    const client = keep(stream as Socket);
    asked.push({ target: request.url ?? '', headers: request.headers });
    if ('status' in behind) {
      client.end(`HTTP/1.1 ${behind.status} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const target = keep(connect(behind.port, '127.0.0.1'));
    target.once('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(target).pipe(client);
    });
    target.once('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

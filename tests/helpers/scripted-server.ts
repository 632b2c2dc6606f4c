import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import type { TestCertificate } from './make-certificates.ts';

/** A request as it came in, kept for the test to look at. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export type Reply = (response: ServerResponse, request: SeenRequest) => void;

/** An HTTPS server that answers what the test says, hostile answers included. */
export interface ScriptedServer {
  readonly origin: string;
  readonly seen: SeenRequest[];
  /** From now on every request is answered so. */
  reply(reply: Reply): void;
  close(): Promise<void>;
}

/** Answers JSON with a status, a `Date` header and whatever further headers. */
export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
    response.end(JSON.stringify(value));
  };
}

/** Starts the server on 127.0.0.1, with TLS as given; until `reply` is called it answers 200 with `{}`. */
export async function startScriptedServer(certificate: TestCertificate & TlsOptions): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  let answer: Reply = json({});
  const server: Server = createServer({ ...certificate }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A request that is cut ends in an error; what came of it is not a request.
    request.on('error', () => undefined);
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const whole = { method, path: url, headers, body: Buffer.concat(chunks) };
      seen.push(whole);
      answer(response, whole);
    });
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://127.0.0.1:${port}`,
    seen,
    reply: (next) => {
      answer = next;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { ExchangeClock } from '../core/exchange-clock.ts';
import type { PracticeEnv } from './practice-env.ts';

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly port: number;
  readonly clock: ExchangeClock;
  /** PEM key and certificate; absent for plain HTTP. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Told the port before the first request, because addresses inside the answers contain it. */
  readonly app: (port: number) => Hono<PracticeEnv>;
}

/**
 * Serves an application on 127.0.0.1. Each answer's `Date` follows the exchange's clock, whatever else the answer is.
 * Rejects when the port is taken.
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const server = options.tls ? createHttpsServer({ ...options.tls, minVersion: 'TLSv1.2' }) : createHttpServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('a listening server has an address');
  const handle = getRequestListener(options.app(address.port).fetch, { overrideGlobalObjects: false });
  server.on('request', (incoming, outgoing) => {
    outgoing.setHeader('Date', new Date(options.clock.now()).toUTCString());
    void handle(incoming, outgoing);
  });
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { connect, type Socket } from 'node:net';
import type { StageContext } from './stage-context.ts';

/** Connects to a host or address. Rejects with Node's error; a deadline and a cancel are the stage's. */
export function openSocket(host: string, port: number, context: StageContext): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = context.keep(connect({ host, port, noDelay: true }));
  socket.once('connect', () => resolve(socket));
  // Stays for the connection's whole life: an error that nobody waits for any more must not end the program.
  socket.on('error', reject);
  return promise;
}

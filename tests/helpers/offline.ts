import { Socket as UdpSocket } from 'node:dgram';
import { Socket } from 'node:net';

/*
 * Tests talk to this machine only. This file is the first thing that every test file loads (vitest `setupFiles`), and
 * Node processes that a test starts load it too, by NODE_OPTIONS. A connection to anywhere else throws at once, with the
 * host in the message, instead of hanging or quietly succeeding on a machine that has a network.
 */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3}|\[::1\])$/i;

function refuseOutside(host: unknown): void {
  if (typeof host !== 'string' || host === '' || LOOPBACK.test(host)) return;
  throw new Error(`a test tried to connect to ${host}: tests talk to loopback only`);
}

interface Target {
  readonly host?: unknown;
  readonly path?: unknown;
}

function hostOf(args: readonly unknown[]): unknown {
  // `net.connect` and `tls.connect` hand over their normalised arguments as one array.
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (first !== null && typeof first === 'object') {
    const target: Target = first;
    return target.path ? undefined : target.host;
  }
  return typeof first === 'number' ? args[1] : undefined;
}

const connect = Socket.prototype.connect;
Socket.prototype.connect = function connectToLoopback(this: Socket, ...args: unknown[]): Socket {
  refuseOutside(hostOf(args));
  return Reflect.apply(connect, this, args);
};

const send = UdpSocket.prototype.send;
UdpSocket.prototype.send = function sendToLoopback(this: UdpSocket, ...args: unknown[]): void {
  for (const argument of args.slice(1)) if (typeof argument === 'string') refuseOutside(argument);
  Reflect.apply(send, this, args);
};

const option = `--import=${import.meta.url}`;
if (!process.env.NODE_OPTIONS?.includes(option)) {
  process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, option].filter(Boolean).join(' ');
}

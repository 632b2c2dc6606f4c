import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { z } from 'zod';

/*
 * A proxy in a process of its own, by HTTP CONNECT or SOCKS 5 (RFC 1928, 1929). It prints its port, then one line for each target that
 * it was asked for, and never a password.
 */
const orderSchema = z.strictObject({
  kind: z.enum(['http', 'socks5']),
  /** Who is let through; null: everybody. */
  login: z.strictObject({ user: z.string(), password: z.string() }).nullable(),
  /** `work`, or what goes wrong once somebody asks. */
  manner: z.enum(['work', 'refuse', 'no-way', 'hang', 'garbage', 'cut']),
});
const order = orderSchema.parse(JSON.parse(process.argv[2] ?? ''));

interface Target {
  readonly host: string;
  readonly port: number;
}

const keep = (socket: Socket) => socket.on('error', () => undefined);

function tell(target: Target): void {
  process.stdout.write(`${JSON.stringify(target)}\n`);
}

/** True when the manner has already decided what becomes of the request. */
function misbehave(client: Socket): boolean {
  if (order.manner === 'garbage') client.end('220 mail.firm.example ESMTP ready\r\n\u0000\u0001');
  else if (order.manner === 'cut') client.destroy();
  else if (order.manner !== 'hang') return false;
  return true;
}

/** Connects the two, or says that there is no way. */
function join(client: Socket, target: Target, answer: (isOpen: boolean) => void): void {
  const far = keep(connect({ ...target, noDelay: true }));
  far.once('error', () => answer(false));
  far.once('connect', () => {
    answer(true);
    client.pipe(far).pipe(client);
  });
  far.once('close', () => client.destroy());
  client.once('close', () => far.destroy());
}

function serveHttp(): Server {
  const expected =
    order.login && `Basic ${Buffer.from(`${order.login.user}:${order.login.password}`).toString('base64')}`;
  const server = createHttpServer((_, response) => response.writeHead(405).end());
  server.on('connect', ({ url = '', headers }, stream) => {
    const client = keep(stream as Socket);
    const say = (status: string) => client.write(`HTTP/1.1 ${status}\r\n\r\n`);
    const { hostname, port } = new URL(`http://${url}`);
    const target = { host: hostname.replace(/^\[(.+)\]$/, '$1'), port: Number(port) };
    tell(target);
    if (misbehave(client)) return;
    if (expected !== null && headers['proxy-authorization'] !== expected) {
      say('407 Proxy Authentication Required');
      client.end();
    } else if (order.manner !== 'work') {
      say(order.manner === 'refuse' ? '403 Forbidden' : '502 Bad Gateway');
      client.end();
    } else join(client, target, (isOpen) => say(isOpen ? '200 Connection established' : '502 Bad Gateway'));
  });
  return server;
}

/** The bytes of a client, asked for in the lengths of the protocol. */
function reader(client: Socket): (count: number) => Promise<Buffer> {
  return async (count) => {
    for (;;) {
      const bytes: Buffer | null = client.read(count);
      if (bytes) return bytes;
      await new Promise((resolve) => client.once('readable', resolve).once('close', resolve));
      if (client.destroyed) throw new Error('the client went away');
    }
  };
}

async function logIn(client: Socket, take: (count: number) => Promise<Buffer>): Promise<boolean> {
  const methods = await take((await take(2))[1] ?? 0);
  const wanted = order.login ? 2 : 0;
  client.write(Buffer.from([5, methods.includes(wanted) ? wanted : 255]));
  if (!methods.includes(wanted)) return false;
  if (!order.login) return true;
  const user = await take((await take(2))[1] ?? 0);
  const password = await take((await take(1))[0] ?? 0);
  const isRight = user.toString() === order.login.user && password.toString() === order.login.password;
  client.write(Buffer.from([1, isRight ? 0 : 1]));
  return isRight;
}

async function serveSocks(client: Socket): Promise<void> {
  const take = reader(client);
  if (order.manner === 'garbage' || order.manner === 'cut') {
    await take(1);
    misbehave(client);
    return;
  }
  if (!(await logIn(client, take))) {
    client.end();
    return;
  }
  const [, , , kind] = await take(4);
  const address = kind === 1 ? await take(4) : await take((await take(1))[0] ?? 0);
  const target = {
    host: kind === 1 ? [...address].join('.') : address.toString(),
    port: (await take(2)).readUInt16BE(),
  };
  tell(target);
  if (misbehave(client)) return;
  const say = (reply: number) => client.write(Buffer.from([5, reply, 0, 1, 127, 0, 0, 1, 0, 0]));
  if (order.manner !== 'work') {
    say(order.manner === 'refuse' ? 2 : 4);
    client.end();
  } else join(client, target, (isOpen) => say(isOpen ? 0 : 5));
}

const server =
  order.kind === 'http'
    ? serveHttp()
    : createServer((client) => {
        keep(client);
        serveSocks(client).catch(() => client.destroy());
      });
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});

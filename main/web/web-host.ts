import { timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { appError } from '../../shared/contract/errors.ts';
import { err } from '../../shared/lib/result.ts';
import type { App } from '../app/app.ts';
import { contentSecurityPolicy } from '../app/content-security-policy.ts';
import type { PageFiles } from '../app/read-page-files.ts';
import { incomingFileFromRequest } from './incoming-file-from-request.ts';
import { readCallBody } from './read-call-body.ts';

export interface WebHostOptions {
  readonly app: App;
  readonly files: PageFiles;
  /** Made anew for each start; at least 32 random bytes in base64url. */
  readonly token: string;
  /** 0 chooses a free one. */
  readonly port: number;
}

export interface WebHost {
  readonly origin: string;
  /** The address with the token in its fragment, which no server ever sees. */
  readonly url: string;
  close(): Promise<void>;
}

const HEARTBEAT_MS = 15_000;

function sameText(given: string | undefined, expected: string): boolean {
  const left = Buffer.from(given ?? '');
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}

function setPageHeaders(context: Context): void {
  context.header('Content-Security-Policy', contentSecurityPolicy("'self'"));
  context.header('X-Content-Type-Options', 'nosniff');
  context.header('Referrer-Policy', 'no-referrer');
  context.header('Cross-Origin-Opener-Policy', 'same-origin');
  context.header('Cross-Origin-Resource-Policy', 'same-origin');
  context.header('Cache-Control', 'no-store');
}

function refuse(context: Context): Response {
  return context.json(err(appError('client-refused')), 403);
}

/** Everything but the page itself needs the exact `Host`, the exact `Origin` and the token of this start. */
function addGuards(hono: Hono, token: string, origin: () => string): void {
  hono.use(async (context, next) => {
    setPageHeaders(context);
    if (context.req.header('host') !== new URL(origin()).host) return refuse(context);
    if (context.req.method === 'GET') return next();
    if (context.req.header('origin') !== origin()) return refuse(context);
    if (!sameText(context.req.header('x-ccms-token'), token)) return refuse(context);
    return next();
  });
}

function addCalls(hono: Hono, app: App): void {
  hono.post('/call/:area/:verb', async (context) => {
    const body = await readCallBody(context.req.raw);
    if (!body) return context.json(err(appError('invalid-input', { details: { field: 'body' } })));
    return context.json(await app.dispatch(`${context.req.param('area')}/${context.req.param('verb')}`, body.value));
  });
  hono.post('/files', async (context) => {
    const file = incomingFileFromRequest(context.req.raw);
    return context.json(
      file ? await app.addFile(file) : err(appError('invalid-input', { details: { field: 'query' } })),
    );
  });
}

function addEvents(hono: Hono, app: App): void {
  hono.post('/events', (context) =>
    streamSSE(context, async (stream) => {
      const unsubscribe = app.subscribe((event) => void stream.writeSSE({ data: JSON.stringify(event) }));
      stream.onAbort(unsubscribe);
      await stream.writeSSE({ event: 'ready', data: '{}' });
      while (!stream.aborted && !stream.closed) {
        await stream.sleep(HEARTBEAT_MS);
        await stream.writeSSE({ event: 'heartbeat', data: '{}' });
      }
      unsubscribe();
    }),
  );
}

function addPage(hono: Hono, files: PageFiles): void {
  hono.notFound((context) => {
    if (context.req.method === 'GET') return context.text('Not found', 404);
    return context.json(err(appError('unknown-call')), 404);
  });
  hono.get('*', (context) => {
    const path = context.req.path === '/' ? '/index.html' : context.req.path;
    const file = files.get(path);
    if (!file) return context.notFound();
    return context.body(file.content, 200, { 'Content-Type': file.type });
  });
}

function listen(hono: Hono, port: number): Promise<{ server: ServerType; port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: hono.fetch, hostname: '127.0.0.1', port }, (address: AddressInfo) =>
      resolve({ server, port: address.port }),
    );
    server.once('error', reject);
  });
}

/** Serves the built page and the calls of the contract on 127.0.0.1, to whoever has the token. */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const hono = new Hono();
  let origin = '';
  addGuards(hono, options.token, () => origin);
  addCalls(hono, options.app);
  addEvents(hono, options.app);
  addPage(hono, options.files);
  const { server, port } = await listen(hono, options.port);
  origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    url: `${origin}/#token=${options.token}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

import { spawn } from 'node:child_process';
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Http, HttpRequest } from '../../main/http/http.ts';
import { createUndiciHttp } from '../../main/http/undici-http.ts';
import { makeAuthority, makeSelfSigned, type TestAuthority } from '../helpers/make-certificates.ts';
import { json, type ScriptedServer, startScriptedServer } from '../helpers/scripted-server.ts';

let authority: TestAuthority;
let server: ScriptedServer;
let http: Http;
const cleanups: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  authority = await makeAuthority('believed');
  server = await startScriptedServer(await authority.issue());
  http = createUndiciHttp({ caCertificates: [authority.pem], environment: {} });
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
  server.reply(json({}));
  server.seen.length = 0;
});
afterAll(async () => {
  await http.close();
  await server.close();
});

function get(url: string, rest: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, timeoutMs: 5_000, maxBytes: 1_000, ...rest };
}

function post(url: string, rest: Partial<HttpRequest> = {}): HttpRequest {
  return get(url, { method: 'POST', body: Buffer.from('canary=1'), ...rest });
}

async function* repeat(chunk: Buffer, times: number): AsyncIterable<Uint8Array> {
  for (let index = 0; index < times; index += 1) yield chunk;
}

/** A TCP server that does with each connection what the test says; TLS never gets anywhere. */
async function rawServer(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const raw: Server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve));
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => raw.close(resolve));
  });
  const address = raw.address();
  return `https://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

describe('a good exchange', () => {
  test('gives status, headers in lower case and the bytes', async () => {
    server.reply(json({ a: 'é' }, 418, { 'X-Odd': 'Yes' }));
    const answer = await http.request(post(`${server.origin}/a?b=1`, { headers: { 'X-Asked': '1' } }));
    expect(answer).toMatchObject({ ok: true, value: { status: 418, headers: { 'x-odd': 'Yes' } } });
    expect(answer.ok && Buffer.from(answer.value.body).toString()).toBe('{"a":"é"}');
    expect(server.seen[0]).toMatchObject({ method: 'POST', path: '/a?b=1', headers: { 'content-length': '8' } });
    expect(server.seen[0]?.body.toString()).toBe('canary=1');
  });

  test('streams a long body with its exact length', async () => {
    const chunk = Buffer.alloc(100_000, 7);
    const body = { open: () => repeat(chunk, 50), length: 5_000_000 };
    const answer = await http.request(post(server.origin, { body }));
    expect(answer.ok).toBe(true);
    expect(server.seen[0]?.headers['content-length']).toBe('5000000');
    expect(server.seen[0]?.headers['transfer-encoding']).toBeUndefined();
    expect(server.seen[0]?.body.length).toBe(5_000_000);
  });
});

describe('certificates', () => {
  test.each([
    ['expired', async () => authority.issue({ days: -1 })],
    ['wrong-name', async () => authority.issue({ names: [{ type: 'dns', value: 'other.example' }] })],
    ['unknown-authority', async () => (await makeAuthority('unknown')).issue()],
    ['self-signed', makeSelfSigned],
  ])('one that is %s is not believed, and no byte of the body leaves', async (reason, make) => {
    const bad = await startScriptedServer(await make());
    cleanups.push(bad.close);
    const answer = await http.request(post(bad.origin));
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'certificate-untrusted', retry: 'never', details: { reason, bodySent: 0 } },
    });
    expect(bad.seen).toHaveLength(0);
  });

  test('TLS 1.1 is not spoken', async () => {
    const weak = { ciphers: 'DEFAULT@SECLEVEL=0', minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } as const;
    const old = await startScriptedServer({ ...(await authority.issue()), ...weak });
    cleanups.push(old.close);
    const answer = await http.request(post(old.origin));
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'unreachable', details: { reason: 'tls', bodySent: 0 } },
    });
    expect(old.seen).toHaveLength(0);
  });

  test('NODE_TLS_REJECT_UNAUTHORIZED=0 and NODE_EXTRA_CA_CERTS change nothing', async () => {
    const bad = await startScriptedServer(await makeSelfSigned());
    cleanups.push(bad.close);
    const module = new URL('../../main/http/undici-http.ts', import.meta.url).href;
    const program = `
      const { createUndiciHttp } = await import(${JSON.stringify(module)});
      for (const caCertificates of [JSON.parse(process.env.CA), null]) {
        const http = createUndiciHttp({ caCertificates });
        const answer = await http.request({ method: 'GET', url: process.env.URL, timeoutMs: 5000, maxBytes: 100 });
        console.log(answer.ok ? 'believed' : answer.error.code);
        await http.close();
      }`;
    const environment = { ...process.env, CA: JSON.stringify([authority.pem]), URL: bad.origin };
    const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', program], {
      env: { ...environment, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });
    const printed: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
    await new Promise((resolve) => child.on('close', resolve));
    expect(Buffer.concat(printed).toString()).toBe('certificate-untrusted\ncertificate-untrusted\n');
    expect(bad.seen).toHaveLength(0);
  });
});

describe('answers that are refused', () => {
  test.each([301, 302, 303, 307, 308])('a redirect (%i) is never followed', async (status) => {
    const second = await startScriptedServer(await authority.issue());
    cleanups.push(second.close);
    server.reply(json({}, status, { location: `${second.origin}/steal` }));
    const answer = await http.request(post(server.origin, { body: Buffer.from('password=canary') }));
    expect(answer).toMatchObject({ ok: false, error: { code: 'redirect-refused' } });
    expect(second.seen).toHaveLength(0);
  });

  test.each([
    ['announced', { 'content-length': String(10_000_000) }],
    ['not announced', {}],
  ])('a body of 10 MB, %s, is cut off', async (_title, headers) => {
    server.reply((response) => {
      response.on('error', () => undefined);
      response.writeHead(200, headers);
      response.end(Buffer.alloc(10_000_000));
    });
    const answer = await http.request(get(server.origin, { maxBytes: 65_536 }));
    expect(answer).toMatchObject({ ok: false, error: { code: 'answer-too-large', details: { limit: 65_536 } } });
  });

  test.each([
    ['announced length', { 'content-length': '100' }],
    ['chunks', {}],
  ])('one that ends early (%s) is not an answer', async (_title, headers) => {
    server.reply((response) => {
      response.writeHead(200, headers);
      response.write('{"half":', () => response.destroy());
    });
    const answer = await http.request(post(server.origin));
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'unreachable', details: { reason: 'cut', bodySent: 1 } },
    });
  });
});

describe('a network that fails', () => {
  test('nobody listens', async () => {
    const gone = await startScriptedServer(await authority.issue());
    await gone.close();
    const answer = await http.request(post(gone.origin));
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'unreachable', retry: 'now', details: { reason: 'refused', bodySent: 0 } },
    });
  });

  test('a black hole before TLS ends at the deadline with nothing sent', async () => {
    const answer = await http.request(post(await rawServer(() => undefined), { timeoutMs: 300 }));
    expect(answer).toMatchObject({ ok: false, error: { code: 'timed-out', retry: 'now', details: { bodySent: 0 } } });
  });

  test('a black hole after the request ends at the deadline with the body sent', async () => {
    server.reply(() => undefined);
    const answer = await http.request(post(server.origin, { timeoutMs: 300 }));
    expect(answer).toMatchObject({ ok: false, error: { code: 'timed-out', details: { bodySent: 1 } } });
  });

  test('a slow drip ends at the deadline of the whole exchange', async () => {
    server.reply((response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    });
    const answer = await http.request(get(server.origin, { timeoutMs: 400, maxBytes: 1_000_000 }));
    expect(answer).toMatchObject({ ok: false, error: { code: 'timed-out' } });
  });

  test('a reset is told', async () => {
    const answer = await http.request(post(await rawServer((socket) => socket.resetAndDestroy())));
    expect(answer).toMatchObject({ ok: false, error: { code: 'unreachable', details: { bodySent: 0 } } });
  });

  test('a server without TLS is told', async () => {
    const answer = await http.request(post(await rawServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'))));
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'unreachable', details: { reason: 'tls', bodySent: 0 } },
    });
  });
});

describe('the caller', () => {
  test('cancels before and during the exchange', async () => {
    const before = await http.request(post(server.origin, { signal: AbortSignal.abort() }));
    expect(before).toMatchObject({ ok: false, error: { code: 'cancelled', details: { bodySent: 0 } } });
    const during = new AbortController();
    server.reply(() => during.abort());
    const answer = await http.request(post(server.origin, { signal: during.signal }));
    expect(answer).toMatchObject({ ok: false, error: { code: 'cancelled', details: { bodySent: 1 } } });
  });

  test('gets the error of the body source as it is, and the server never sees a whole request', async () => {
    const vanished = new Error('the file vanished');
    async function* breaks(): AsyncIterable<Uint8Array> {
      yield Buffer.alloc(10);
      throw vanished;
    }
    await expect(http.request(post(server.origin, { body: { open: breaks, length: 20 } }))).rejects.toBe(vanished);
    expect(server.seen).toHaveLength(0);
  });

  test.each([9, 11])('a source of 10 bytes announced as %i is refused', async (length) => {
    const body = { open: () => repeat(Buffer.alloc(5), 2), length };
    await expect(http.request(post(server.origin, { body }))).rejects.toThrow(RangeError);
    expect(server.seen).toHaveLength(0);
  });

  test('may not use plain http', async () => {
    await expect(http.request(get('http://127.0.0.1:1/'))).rejects.toThrow(TypeError);
  });

  test('closes, and what was waiting is cancelled', async () => {
    const own = createUndiciHttp({ caCertificates: [authority.pem], environment: {} });
    server.reply(() => undefined);
    const waiting = own.request(get(server.origin));
    await own.close();
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });
});

describe('a proxy', () => {
  test('is asked for other hosts, and not for this PC', async () => {
    const asked: string[] = [];
    const proxy = await rawServer((socket) =>
      socket.once('data', (data) => {
        asked.push(data.toString().split('\r\n')[0] ?? '');
        socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
      }),
    );
    const environment = { HTTPS_PROXY: proxy.replace('https:', 'http:'), no_proxy: 'direct.invalid' };
    const own = createUndiciHttp({ caCertificates: [authority.pem], environment });
    cleanups.push(() => own.close());
    const answer = await own.request(post('https://exchange.invalid/'));
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'unreachable', details: { reason: 'proxy', bodySent: 0, host: 'exchange.invalid' } },
    });
    expect((await own.request(get(server.origin))).ok).toBe(true);
    expect(asked).toEqual(['CONNECT exchange.invalid:443 HTTP/1.1']);
  });

  test.each([
    ['exchange.invalid', { ok: true }],
    ['other.invalid', { ok: false, error: { code: 'certificate-untrusted', details: { reason: 'wrong-name' } } }],
  ])('leads to a server whose certificate says %s', async (name, expected) => {
    const behind = await startScriptedServer(await authority.issue({ names: [{ type: 'dns', value: name }] }));
    cleanups.push(behind.close);
    const proxy = await rawServer((socket) =>
      socket.once('data', () => {
        const onward = connect(Number(new URL(behind.origin).port), '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
          socket.pipe(onward).pipe(socket);
        });
        onward.on('error', () => socket.destroy());
        socket.on('close', () => onward.destroy());
      }),
    );
    const environment = { https_proxy: proxy.replace('https:', 'http:') };
    const own = createUndiciHttp({ caCertificates: [authority.pem], environment });
    cleanups.push(() => own.close());
    expect(await own.request(post('https://exchange.invalid/a'))).toMatchObject(expected);
    expect(behind.seen.map(({ path }) => path)).toEqual(expected.ok ? ['/a'] : []);
  });
});

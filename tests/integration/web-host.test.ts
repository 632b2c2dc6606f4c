import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWebHost, type WebHost } from '../../main/web/web-host.ts';
import { openTestApp, type TestApp } from '../helpers/test-app.ts';
import { postTo } from '../helpers/web-transport.ts';

const token = 'a-token-of-this-start';
const index = new TextEncoder().encode('<!doctype html><title>page</title>');

let testApp: TestApp;
let host: WebHost;

beforeAll(async () => {
  testApp = await openTestApp();
  const files = new Map([['/index.html', { type: 'text/html; charset=utf-8', content: new Uint8Array(index) }]]);
  host = await startWebHost({ app: testApp.app, files, token, port: 0 });
});
afterAll(async () => {
  await host.close();
  await testApp.close();
});

interface RawAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** `fetch` would tidy up paths and headers; a stranger does not. */
function raw(options: http.RequestOptions, body = ''): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(host.origin);
    const request = http.request({ hostname, port, ...options }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

describe('the loopback web host', () => {
  const good = () => ({ origin: host.origin, 'x-ccms-token': token, 'content-type': 'application/json' });
  const call = (headers: http.OutgoingHttpHeaders) =>
    raw({ method: 'POST', path: '/call/settings/get', headers: { ...good(), ...headers } }, '{}');

  it('answers its own page', async () => {
    expect((await call({})).status).toBe(200);
  });

  it.each([
    ['another origin', { origin: 'http://evil.example' }],
    ['an origin with another port', { origin: 'http://127.0.0.1:1' }],
    ['the null origin', { origin: 'null' }],
    ['another Host (DNS rebinding)', { host: 'evil.example' }],
    ['localhost as Host', { host: 'localhost' }],
    ['a wrong token', { 'x-ccms-token': 'a-token-of-this-starT' }],
    ['an empty token', { 'x-ccms-token': '' }],
  ])('refuses %s', async (_, headers) => {
    const answer = await call(headers);
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false, error: { code: 'client-refused' } });
  });

  it('refuses a missing origin, and a missing token', async () => {
    for (const missing of ['origin', 'x-ccms-token']) {
      const headers = Object.fromEntries(Object.entries(good()).filter(([name]) => name !== missing));
      expect((await raw({ method: 'POST', path: '/call/settings/get', headers }, '{}')).status).toBe(403);
    }
  });

  it('answers no call to a GET', async () => {
    expect((await raw({ path: '/call/settings/get', headers: good() })).status).toBe(404);
  });

  it.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/..%5c..%5cpackage.json',
    '//etc/passwd',
    '/index.html%00',
  ])('serves nothing for %s', async (path) => {
    expect((await raw({ path })).status).toBe(404);
  });

  it('sends the strict policy with the page', async () => {
    const { status, headers } = await raw({ path: '/' });
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'$/,
    );
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('takes text that is not JSON as bad input', async () => {
    const answer = await raw({ method: 'POST', path: '/call/settings/get', headers: good() }, '{"a":');
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  });

  it('pushes an event to the page', async () => {
    const address = { origin: host.origin, token };
    const stream = await postTo(address, '/events', '{}');
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
    const first = new TextDecoder().decode((await reader.read()).value);
    expect(first).toContain('event: ready');
    await postTo(address, '/call/settings/change', JSON.stringify({ language: 'zh-Hant' }));
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('"name":"settings/changed"');
    await reader.cancel();
  });

  it('takes a file and gives a draft', async () => {
    const query = new URLSearchParams({ name: 'SD_01234_20220512.csv', purpose: 'submission', size: '3' });
    const answer = await postTo({ origin: host.origin, token }, `/files?${query}`, 'a,b');
    expect(await answer.json()).toMatchObject({ ok: true, value: { size: 3, inputDate: '2022-05-12' } });
  });

  it('refuses a file whose size is not the one announced', async () => {
    const query = new URLSearchParams({ name: 'SD_01234_20220512.csv', purpose: 'submission', size: '5' });
    const answer = await postTo({ origin: host.origin, token }, `/files?${query}`, 'a,b');
    expect(await answer.json()).toMatchObject({ ok: false, error: { code: 'file-changed' } });
  });
});

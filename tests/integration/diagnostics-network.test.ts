import { createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createNameService } from '../../main/diagnostics/names/create-name-service.ts';
import type { DiagnosticRun } from '../../shared/contract/diagnostics.ts';
import { beginDiagnostics, detailsOf, diagnose, exchange, findings } from '../helpers/diagnostics-setup.ts';
import { startDnsServer } from '../helpers/dns-server.ts';
import { startDroppingServer } from '../helpers/dropping-server.ts';
import { makeAuthority, type TestAuthority } from '../helpers/make-certificates.ts';
import { startProxyServer } from '../helpers/proxy-server.ts';
import { type ScriptedServer, startScriptedServer } from '../helpers/scripted-server.ts';

const NAME = 'sso.exchange.test';
let authority: TestAuthority;
let server: ScriptedServer;
let port = 0;
const cleanups: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  authority = await makeAuthority('exchange authority');
  server = await startScriptedServer(await authority.issue({ names: [{ type: 'dns', value: NAME }] }));
  server.reply(exchange);
  port = Number(new URL(server.origin).port);
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
  server.seen.length = 0;
});
afterAll(() => server.close());

async function dnsWith(names: Readonly<Record<string, string>> | null): Promise<string> {
  const dns = await startDnsServer(names);
  cleanups.push(dns.close);
  return dns.address;
}

const afterTheName = [
  'route passed direct',
  'tcp passed connected',
  'identity passed certificate-trusted',
  'answer passed login-page',
  'clock passed clock-right',
];
const nothingAfter = (...stages: string[]) => stages.map((stage) => `${stage} skipped earlier-failed`);

describe('the name', () => {
  test('is resolved as the profile expects; everything passes, and each server is asked for its public page only', async () => {
    const dns = await dnsWith({ [NAME]: '127.0.0.1' });
    const expectedAddresses = { [NAME]: ['127.0.0.1'] };
    const run = await diagnose({ origin: `https://${NAME}:${port}`, ca: authority.pem, dns, expectedAddresses });
    expect(findings(run)).toEqual(['name passed resolved', ...afterTheName]);
    expect(findings(run, 'ecp-api')).toContain('answer passed token-wanted');
    expect(run).toMatchObject({ outcome: 'passed', version: '0.0.0', profile: { kind: 'test' } });
    expect(detailsOf(run, 'name')).toMatchObject({ servers: dns, addresses: '127.0.0.1', expected: '127.0.0.1' });
    expect(server.seen.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /api/folders/v1',
      'GET /sso',
      'GET /sso',
    ]);
    for (const { headers } of server.seen) {
      expect(Object.keys(headers).sort()).toEqual(['accept', 'connection', 'host', 'user-agent']);
    }
  });

  test('leads to an address that was not published: wrong DNS answer, and the rest is still looked at', async () => {
    const dns = await dnsWith({ [NAME]: '127.0.0.2' });
    const expectedAddresses = { [NAME]: ['127.0.0.1'] };
    const run = await diagnose({ origin: `https://${NAME}:${port}`, ca: authority.pem, dns, expectedAddresses });
    expect(findings(run).slice(0, 3)).toEqual([
      'name failed address-unexpected',
      'route passed direct',
      'tcp failed refused',
    ]);
    expect(detailsOf(run, 'name')).toMatchObject({
      addresses: '127.0.0.2',
      expected: '127.0.0.1',
      dnsAddresses: '127.0.0.2',
    });
    expect(run.outcome).toBe('failed');
  });

  test('is unknown to the DNS', async () => {
    const run = await diagnose({ origin: `https://${NAME}:${port}`, dns: await dnsWith({}) });
    expect(findings(run)).toEqual([
      'name failed name-unknown',
      ...nothingAfter('route', 'tcp', 'identity', 'answer', 'clock'),
    ]);
  });

  test('is asked of a DNS that never answers', async () => {
    const run = await diagnose({ origin: `https://${NAME}:${port}`, dns: await dnsWith(null), timeoutMs: 400 });
    expect(findings(run)[0]).toBe('name failed name-server-silent');
  });

  test('comes from the hosts file of this PC, which the DNS contradicts', async () => {
    const dns = await dnsWith({ [NAME]: '127.0.0.9' });
    const names = { ...createNameService([dns]), lookup: async () => ['127.0.0.1'] };
    const run = await diagnose({ origin: `https://${NAME}:${port}`, ca: authority.pem, names });
    expect(findings(run)[0]).toBe('name passed resolved-by-this-pc');
    expect(detailsOf(run, 'name')).toMatchObject({ addresses: '127.0.0.1', dnsAddresses: '127.0.0.9' });
  });
});

describe('the connection', () => {
  test('is refused', async () => {
    const run = await diagnose({ origin: 'https://127.0.0.1:9' });
    expect(findings(run)).toEqual([
      'name skipped is-address',
      'route passed direct-this-pc',
      'tcp failed refused',
      ...nothingAfter('identity', 'answer', 'clock'),
    ]);
    expect(detailsOf(run, 'tcp')).toEqual({ port: 9, tried: '127.0.0.1 ECONNREFUSED' });
  });

  test('gets no answer at all: the packets are dropped', async () => {
    const dropping = await startDroppingServer();
    cleanups.push(dropping.close);
    const run = await diagnose({ origin: `https://127.0.0.1:${dropping.port}`, timeoutMs: 800 });
    expect(findings(run)[2]).toBe('tcp failed no-answer');
    expect(detailsOf(run, 'tcp')).toEqual({ port: dropping.port, tried: '127.0.0.1 …' });
  });

  test('is made by the address that works, and each address that was tried is named', async () => {
    const names = {
      servers: () => [],
      lookup: async () => ['::1', '127.0.0.1'],
      askServers: async () => null,
    };
    const run = await diagnose({ origin: `https://${NAME}:${port}`, ca: authority.pem, names });
    expect(findings(run)).toEqual(['name passed resolved', ...afterTheName]);
    expect(detailsOf(run, 'tcp').tried).toMatch(/^::1 E[A-Z]+, 127\.0\.0\.1 OK$/);
  });
});

describe('a proxy', () => {
  const origin = () => `https://${NAME}:${port}`;

  test('takes the program to the server; its user and password are in no report', async () => {
    const proxy = await startProxyServer({ port });
    cleanups.push(proxy.close);
    const environment = { HTTPS_PROXY: `http://canary-user:canary-word@${proxy.host}` };
    const run = await diagnose({ origin: origin(), ca: authority.pem, environment });
    expect(findings(run)).toEqual([
      'name skipped proxy-resolves',
      'route passed through-proxy',
      'tcp passed tunnelled',
      ...afterTheName.slice(2),
    ]);
    expect(detailsOf(run, 'route')).toEqual({ proxy: proxy.host, variable: 'HTTPS_PROXY' });
    expect(proxy.asked[0]?.target).toBe(`${NAME}:${port}`);
    const basic = Buffer.from('canary-user:canary-word').toString('base64');
    expect(proxy.asked[0]?.headers['proxy-authorization']).toBe(`Basic ${basic}`);
    expect(JSON.stringify(run)).not.toMatch(/canary/);
    expect(JSON.stringify(run)).not.toContain(basic);
  });

  test.each([
    [403, 'route failed proxy-refused'],
    [407, 'route failed proxy-needs-login'],
    [502, 'tcp failed tunnel-failed'],
  ])('answers %i to CONNECT: %s', async (status, finding) => {
    const proxy = await startProxyServer({ status });
    cleanups.push(proxy.close);
    const run = await diagnose({ origin: origin(), environment: { https_proxy: `http://${proxy.host}` } });
    expect(findings(run)).toContain(finding);
    expect(findings(run)[3]).toBe('identity skipped earlier-failed');
  });

  test('cannot be reached, or is no address', async () => {
    const away = await diagnose({ origin: origin(), environment: { HTTPS_PROXY: 'http://127.0.0.1:9' } });
    expect(findings(away)[1]).toBe('route failed proxy-unreachable');
    expect(detailsOf(away, 'route')).toMatchObject({ proxy: '127.0.0.1:9', cause: 'ECONNREFUSED' });
    const wrong = await diagnose({ origin: origin(), environment: { HTTP_PROXY: 'proxy of the firm' } });
    expect(findings(wrong)[1]).toBe('route failed proxy-invalid');
  });

  test('drops packets', async () => {
    const dropping = await startDroppingServer();
    cleanups.push(dropping.close);
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${dropping.port}` };
    const run = await diagnose({ origin: origin(), environment, timeoutMs: 500 });
    expect(findings(run)[1]).toBe('route failed proxy-unreachable');
  });
});

describe('a cancel', () => {
  test('ends every endpoint at once, keeps what was found, and closes the connections', async () => {
    const sockets = new Set<Socket>();
    // Accepts and never says a word: the handshakes hang.
    const mute = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
      socket.resume();
    });
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => new Promise((resolve) => mute.close(resolve)));
    const address = mute.address();
    const origin = `https://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const states: DiagnosticRun[] = [];
    const running = beginDiagnostics({ origin, timeoutMs: 60_000 }, (run) => states.push(run));
    await expect.poll(() => sockets.size).toBe(3);
    running.cancel();
    const run = await running.report;
    expect(run.outcome).toBe('cancelled');
    for (const { id } of run.endpoints) {
      expect(findings(run, id)).toEqual([
        'name skipped is-address',
        'route passed direct-this-pc',
        'tcp passed connected',
        'identity cancelled cancelled',
        'answer cancelled cancelled',
        'clock cancelled cancelled',
      ]);
    }
    await expect.poll(() => sockets.size).toBe(0);
    expect(states[0]?.outcome).toBe('running');
    expect(states.at(-1)).toEqual(run);
  });

  test('a handshake that is never answered ends at its own deadline', async () => {
    const mute = createServer((socket) => socket.on('error', () => undefined).resume());
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => new Promise((resolve) => mute.close(resolve)));
    const address = mute.address();
    const origin = `https://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    expect(findings(await diagnose({ origin, timeoutMs: 300 }))[3]).toBe('identity failed handshake-silent');
  });
});

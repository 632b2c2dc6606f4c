import { createServer, type Socket } from 'node:net';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { detailsOf, diagnose, exchange, findings } from '../helpers/diagnostics-setup.ts';
import {
  makeAuthority,
  makeSelfSigned,
  type TestAuthority,
  type TestCertificate,
} from '../helpers/make-certificates.ts';
import { startScriptedServer } from '../helpers/scripted-server.ts';
import { startSshServer } from '../helpers/ssh-server.ts';

let authority: TestAuthority;
const cleanups: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  authority = await makeAuthority('exchange authority');
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** Checks a server with this certificate; gives the run and how many requests reached it. */
async function diagnoseServer(certificate: TestCertificate, tls: object = {}) {
  const server = await startScriptedServer({ ...certificate, ...tls });
  cleanups.push(server.close);
  server.reply(exchange);
  return { run: await diagnose({ origin: server.origin, ca: authority.pem }), seen: server.seen };
}

/** Checks a TCP server that does with each connection what the test says. */
async function diagnoseRaw(onConnection: (socket: Socket) => void) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const sftp = { host: '127.0.0.1', port, hostKeys: [`SHA256:${'A'.repeat(43)}`] };
  return diagnose({ origin: `https://127.0.0.1:${port}`, sftp, timeoutMs: 1_000 });
}

describe('the TLS server', () => {
  test('shows who it is, until when, and by which protocol', async () => {
    const { run } = await diagnoseServer(await authority.issue());
    expect(findings(run)[3]).toBe('identity passed certificate-trusted');
    expect(detailsOf(run, 'identity')).toMatchObject({
      protocol: 'TLSv1.3',
      subject: 'server',
      issuer: 'exchange authority',
      names: '127.0.0.1, localhost',
      validTo: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    });
  });

  test('is signed anew by a firewall: the authority that did it is named', async () => {
    const firewall = await makeAuthority('Firewall of the firm');
    const { run, seen } = await diagnoseServer(await firewall.issue());
    expect(findings(run).slice(3)).toEqual([
      'identity failed other-authority',
      'answer skipped earlier-failed',
      'clock skipped earlier-failed',
    ]);
    expect(detailsOf(run, 'identity')).toMatchObject({
      issuer: 'Firewall of the firm',
      authorities: 'exchange authority',
    });
    expect(seen).toEqual([]);
  });

  test.each<[string, () => Promise<TestCertificate>]>([
    ['certificate-expired', () => authority.issue({ days: -1 })],
    ['wrong-name', () => authority.issue({ names: [{ type: 'dns', value: 'other.exchange.test' }] })],
    ['self-signed', () => makeSelfSigned()],
  ])('has a certificate that is refused: %s', async (reason, certificate) => {
    const { run, seen } = await diagnoseServer(await certificate());
    expect(findings(run)[3]).toBe(`identity failed ${reason}`);
    expect(seen).toEqual([]);
  });

  test('speaks TLS 1.1 only', async () => {
    const old = { ciphers: 'DEFAULT@SECLEVEL=0', minVersion: 'TLSv1', maxVersion: 'TLSv1.1' };
    const { run } = await diagnoseServer(await authority.issue(), old);
    expect(findings(run)[3]).toBe('identity failed tls-too-old');
  });

  test('speaks plain text', async () => {
    const run = await diagnoseRaw((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    );
    expect(findings(run)[3]).toBe('identity failed not-tls');
  });

  test('is cut off when the handshake begins', async () => {
    const run = await diagnoseRaw((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(findings(run)[3]).toBe('identity failed handshake-cut');
    expect(detailsOf(run, 'identity')).toEqual({ cause: 'ECONNRESET' });
  });
});

describe('the SFTP server', () => {
  const passedToTheBanner = [
    'name skipped is-address',
    'route passed direct-sftp',
    'tcp passed connected',
    'answer passed banner-seen',
  ];

  test('shows the pinned host key; nobody is authenticated', async () => {
    const ssh = await startSshServer();
    cleanups.push(ssh.close);
    const hostKeys = [`SHA256:${'A'.repeat(43)}`, ssh.fingerprint];
    const run = await diagnose({ sftp: { host: '127.0.0.1', port: ssh.port, hostKeys } });
    expect(findings(run, 'ecp-sftp')).toEqual([
      ...passedToTheBanner,
      'identity passed host-key-pinned',
      'clock skipped not-measured',
    ]);
    expect(detailsOf(run, 'answer', 'ecp-sftp').banner).toMatch(/^SSH-2\.0-ssh2js/);
    expect(ssh.authentications()).toBe(0);
  });

  test('shows another host key: it is named beside the pinned one', async () => {
    const ssh = await startSshServer();
    cleanups.push(ssh.close);
    const pinned = `SHA256:${'A'.repeat(43)}`;
    const run = await diagnose({ sftp: { host: '127.0.0.1', port: ssh.port, hostKeys: [pinned] } });
    expect(findings(run, 'ecp-sftp')).toEqual([
      ...passedToTheBanner,
      'identity failed host-key-differs',
      'clock skipped earlier-failed',
    ]);
    expect(detailsOf(run, 'identity', 'ecp-sftp')).toEqual({ fingerprint: ssh.fingerprint, pinned });
    expect(ssh.authentications()).toBe(0);
  });

  test('offers a host key by SHA-1 only', async () => {
    const ssh = await startSshServer('rsa');
    cleanups.push(ssh.close);
    const run = await diagnose({ sftp: { host: '127.0.0.1', port: ssh.port, hostKeys: [ssh.fingerprint] } });
    expect(findings(run, 'ecp-sftp')[4]).toBe('identity failed ssh-too-old');
  });

  test.each<[string, string, (socket: Socket) => void]>([
    ['something else', 'not-ssh', (socket) => socket.end('220 mail.firm.example ESMTP\r\n')],
    ['SSH 1', 'ssh-too-old', (socket) => socket.write('SSH-1.5-old\r\n')],
    ['nothing', 'answer-silent', (socket) => socket.resume()],
    ['nothing and hangs up', 'answer-cut', (socket) => socket.end()],
  ])('answers with %s: %s', async (_, reason, onConnection) => {
    expect(findings(await diagnoseRaw(onConnection), 'ecp-sftp')[3]).toBe(`answer failed ${reason}`);
  });
});

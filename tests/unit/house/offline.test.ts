import { spawnSync } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const server = createServer((socket) => socket.end('hello'));
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address !== null && typeof address === 'object') port = address.port;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('tests stay on this machine', () => {
  it('lets a connection to loopback pass', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      connect(port, '127.0.0.1').setEncoding('utf8').once('data', resolve).once('error', reject);
    });
    expect(text).toBe('hello');
  });

  it.each(['192.0.2.1', 'example.com', '127.0.0.1.example.com', '2001:db8::1'])('refuses %s', (host) => {
    expect(() => connect({ host, port: 443 })).toThrow(host);
    expect(() => connect(443, host)).toThrow(host);
  });

  it('refuses what undici opens', async () => {
    await expect(request('https://example.com/')).rejects.toThrow('loopback only');
  });

  it('holds in Node processes that a test starts', () => {
    const program = "require('net').connect(443, '192.0.2.1')";
    const child = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8', timeout: 10_000 });
    expect(child.stderr).toContain('loopback only');
    expect(child.status).not.toBe(0);
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SftpPractice, setUpSftpPractice } from '../helpers/sftp-practice.ts';
import { allGood, skippedAfter, testSftpOf } from '../helpers/sftp-test-setup.ts';
import { type ProxyOrder, startProxy } from '../helpers/start-proxy.ts';

let practice: SftpPractice;
const cleanups: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  practice = await setUpSftpPractice();
});
afterAll(() => practice.close());
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

describe('the SFTP connection test through a proxy', () => {
  const login = { user: 'ops', password: 'p%40ss:word' };
  async function testThrough(order: ProxyOrder, as?: typeof login | null) {
    const proxy = await startProxy(order);
    cleanups.push(proxy.close);
    const tested = await testSftpOf(practice, { sftp: { proxy: proxy.address(as) }, timeoutMs: 2_000 });
    expect(JSON.stringify(tested.run)).not.toContain('p%40ss');
    return tested;
  }
  const proxied = allGood.toSpliced(
    0,
    3,
    'name skipped proxy-resolves',
    'route passed through-proxy',
    'tcp passed tunnelled',
  );

  it.each(['http', 'socks5'] as const)('%s, with a password', async (kind) => {
    const { found, details } = await testThrough({ kind, login });
    expect(found).toEqual(proxied);
    expect(details('route').proxy).toMatch(new RegExp(`^${kind}://127\\.0\\.0\\.1:\\d+$`));
  });

  it.each(['http', 'socks5'] as const)('%s that fails says how', async (kind) => {
    const failing = (...lines: string[]) => skippedAfter(['name skipped proxy-resolves', ...lines]);
    const found = async (order: Partial<ProxyOrder>, as?: null) => (await testThrough({ kind, ...order }, as)).found;
    expect(await found({ login }, null)).toEqual(failing('route failed proxy-needs-login'));
    expect(await found({ manner: 'refuse' })).toEqual(failing('route failed proxy-refused'));
    expect(await found({ manner: 'garbage' })).toEqual(failing('route failed proxy-refused'));
    expect(await found({ manner: 'cut' })).toEqual(failing('route failed proxy-refused'));
    expect(await found({ manner: 'hang' })).toEqual(failing('route failed proxy-unreachable'));
    expect(await found({ manner: 'no-way' })).toEqual(
      failing('route passed through-proxy', 'tcp failed tunnel-failed'),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { findProxy } from '../../../../../main/diagnostics/stages/find-proxy.ts';

const endpoint = new URL('https://sso.exchange.test/sso');
const HTTPS_PROXY = 'http://proxy.firm.test:8080';

describe('findProxy', () => {
  it('goes direct without a proxy, and to this PC whatever is set', () => {
    expect(findProxy(endpoint, {})).toEqual({ kind: 'direct', reason: 'direct' });
    expect(findProxy(endpoint, { HTTPS_PROXY: '' })).toEqual({ kind: 'direct', reason: 'direct' });
    for (const here of ['https://127.0.0.1:1/', 'https://localhost/', 'https://[::1]/']) {
      expect(findProxy(new URL(here), { HTTPS_PROXY })).toEqual({ kind: 'direct', reason: 'direct-this-pc' });
    }
  });

  it.each([
    [{ HTTPS_PROXY, HTTP_PROXY: 'http://other.test' }, 'proxy.firm.test:8080', 'HTTPS_PROXY'],
    [{ HTTPS_PROXY: 'http://other.test', https_proxy: HTTPS_PROXY }, 'proxy.firm.test:8080', 'https_proxy'],
    [{ https_proxy: '', HTTP_PROXY: HTTPS_PROXY }, 'proxy.firm.test:8080', 'HTTP_PROXY'],
    [{ HTTPS_PROXY: 'https://user:word@proxy.firm.test' }, 'proxy.firm.test', 'HTTPS_PROXY'],
  ])('takes the proxy of %j', (environment, host, variable) => {
    const route = findProxy(endpoint, environment);
    expect(route).toMatchObject({ kind: 'proxy', variable });
    expect(route.kind === 'proxy' && route.proxy.host).toBe(host);
  });

  it.each(['proxy.firm.test:8080', 'socks5://proxy.firm.test:1080', 'the proxy'])('refuses %j as a proxy', (value) => {
    expect(findProxy(endpoint, { HTTPS_PROXY: value })).toEqual({ kind: 'invalid', variable: 'HTTPS_PROXY' });
  });

  // As undici's EnvHttpProxyAgent reads NO_PROXY, which the program's own requests follow.
  it.each<[string, boolean]>([
    ['sso.exchange.test', true],
    ['exchange.test', true],
    ['.exchange.test', true],
    ['*.exchange.test', true],
    ['*.sso.exchange.test', false],
    ['change.test', false],
    ['*', true],
    ['SSO.Exchange.Test.', true],
    ['sso.exchange.test:443', true],
    ['sso.exchange.test:8443', false],
    ['*:8443', false],
    ['other.test, sso.exchange.test', true],
    ['other.test sso.exchange.test', true],
    ['', false],
  ])('NO_PROXY=%j excepts the endpoint: %s', (NO_PROXY, excepted) => {
    const route = findProxy(endpoint, { HTTPS_PROXY, NO_PROXY });
    expect(route.kind).toBe(excepted ? 'direct' : 'proxy');
    if (excepted) expect(route).toEqual({ kind: 'direct', reason: 'direct-excepted' });
  });

  it('excepts an IPv6 address with or without brackets', () => {
    const address = new URL('https://[2001:db8::1]:8443/');
    for (const NO_PROXY of ['[2001:db8::1]', '2001:db8::1', '[2001:db8::1]:8443']) {
      expect(findProxy(address, { HTTPS_PROXY, NO_PROXY }).kind).toBe('direct');
    }
    expect(findProxy(address, { HTTPS_PROXY, NO_PROXY: '[2001:db8::1]:443' }).kind).toBe('proxy');
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detailsOf, diagnose, exchange, findings, html, loginPage } from '../helpers/diagnostics-setup.ts';
import { makeAuthority, type TestAuthority } from '../helpers/make-certificates.ts';
import { json, type Reply, type ScriptedServer, startScriptedServer } from '../helpers/scripted-server.ts';

let authority: TestAuthority;
let server: ScriptedServer;

beforeAll(async () => {
  authority = await makeAuthority('exchange authority');
  server = await startScriptedServer(await authority.issue());
});
afterAll(() => server.close());

function diagnoseAnswer(reply: Reply) {
  server.reply(reply);
  return diagnose({ origin: server.origin, ca: authority.pem, timeoutMs: 1_000 });
}

const portal = '<html><head><title>Welcome to\u202e the guest network</title></head><body>log in</body></html>';
const elsewhere = { location: 'https://portal.example:8443/login?mac=canary-address' };

describe('an answer that is not the exchange', () => {
  test.each<[string, string, Reply]>([
    ['a captive portal with 200', 'captive-portal', html(portal)],
    ['a captive portal that says so (RFC 6585)', 'captive-portal', html(portal, 511)],
    ['a redirect elsewhere', 'redirected', html('', 302, elsewhere)],
    ['a block page', 'status-unexpected', html(portal, 403)],
    ['a fault of the server', 'server-error', html('', 503)],
    ['no HTTP', 'not-http', (response) => response.socket?.end('220 mail ESMTP\r\n\r\n')],
    ['a cut', 'answer-cut', (response) => response.socket?.destroy()],
    ['silence', 'answer-silent', () => undefined],
    [
      'a page without end',
      'captive-portal',
      (response) => {
        response.writeHead(200);
        response.write('x'.repeat(100_000));
      },
    ],
  ])('%s: %s, for the log-in page and for the API', async (_, reason, reply) => {
    const run = await diagnoseAnswer(reply);
    expect(findings(run).slice(3)).toEqual([
      'identity passed certificate-trusted',
      `answer failed ${reason}`,
      'clock skipped earlier-failed',
    ]);
    expect(findings(run, 'ecp-api')[4]).toBe(`answer failed ${reason}`);
  });

  test('names the place of a redirect and the title of a page, and keeps neither query nor hidden characters', async () => {
    const redirected = await diagnoseAnswer(html('', 302, elsewhere));
    expect(detailsOf(redirected, 'answer')).toMatchObject({ status: 302, location: 'https://portal.example:8443' });
    expect(JSON.stringify(redirected)).not.toContain('canary');
    const captive = await diagnoseAnswer(html(portal));
    expect(detailsOf(captive, 'answer')).toMatchObject({ pageTitle: 'Welcome to the guest network' });
  });

  test('the API is not known by 401 alone, nor by an envelope with 200', async () => {
    const page = await diagnoseAnswer(html(portal, 401));
    expect(findings(page, 'ecp-api')[4]).toBe('answer failed status-unexpected');
    const open = await diagnoseAnswer(json({ code: '0', message: '' }));
    expect(findings(open, 'ecp-api')[4]).toBe('answer failed captive-portal');
  });
});

describe('the clock', () => {
  const dated = (date: string): Reply => html(loginPage, 200, { date });

  test('is compared with the Date of the answer', async () => {
    const behind = await diagnoseAnswer(dated(new Date(Date.now() + 3_600_000).toUTCString()));
    expect(findings(behind)[5]).toBe('clock failed clock-differs');
    const { offsetSeconds } = detailsOf(behind, 'clock');
    expect(Math.abs(Number(offsetSeconds) - 3_600)).toBeLessThan(10);
    expect(findings(await diagnoseAnswer(exchange))[5]).toBe('clock passed clock-right');
  });

  test('is not compared without one', async () => {
    const run = await diagnoseAnswer((response) => {
      response.sendDate = false;
      response.end(loginPage);
    });
    expect(findings(run)[5]).toBe('clock skipped no-date');
    expect(findings(run)[4]).toBe('answer passed login-page');
  });
});

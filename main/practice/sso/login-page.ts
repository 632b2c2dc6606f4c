import { html } from 'hono/html';
import type { Realm } from '../../../shared/contract/session.ts';
import type { PracticeRequest } from '../net/practice-env.ts';

const names: Readonly<Record<Realm, string>> = { ccms: 'CCMS SSO', ecp: 'Client Connect' };

/**
 * The page by which a firm checks that its PC reaches the log-in server: see it, close it, do not log on (seed circular on
 * 2FA). It has no form that works, so no password can be typed into a browser here.
 */
export function loginPage(request: PracticeRequest, realm: Realm): Response | Promise<Response> {
  request.header(
    'Content-Security-Policy',
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  request.header('Cache-Control', 'no-store');
  return request.html(html`<!doctype html>
    <html lang="en-HK">
      <head>
        <meta charset="utf-8" />
        <meta name="ccms-sso" content="login" />
        <title>${names[realm]} (PRACTICE)</title>
      </head>
      <body>
        <main>
        <p><strong>PRACTICE 模擬交易所</strong></p>
        <h1>${names[realm]}</h1>
        <p>Your PC reaches the log-in server. Close this page; log in with the CCMS Terminal.</p>
        <p lang="zh-Hant-HK">此電腦可連接登入伺服器。請關閉本頁，並以 CCMS Terminal 登入。</p>
        <form>
          <label>User ID 用戶編號 <input name="username" autocomplete="off" disabled /></label>
          <label>Password 密碼 <input type="password" autocomplete="off" disabled /></label>
        </form>
        </main>
      </body>
    </html>`);
}

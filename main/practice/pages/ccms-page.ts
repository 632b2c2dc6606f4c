import { html } from 'hono/html';
import type { PracticeContext } from '../core/practice-context.ts';
import type { PracticeControl } from '../practice-exchange.ts';
import { both, layout, type Markup, moment } from './layout.ts';

/** Who is logged on at this moment: proof, on the exchange's side, that a log-in worked. */
export function ccmsPage(context: PracticeContext, control: PracticeControl): Markup {
  const logins = control.logins();
  return layout(context, {
    path: '/ccms',
    english: 'Who is logged on',
    chinese: '登入用戶',
    body: html`<div class="scroll" data-live="logins">
      <table>
        <thead>
          <tr>
            <th scope="col">${both('System', '系統')}</th>
            <th scope="col">${both('User', '用戶')}</th>
            <th scope="col">${both('Method', '方式')}</th>
            <th scope="col">${both('Since', '登入時間')}</th>
            <th scope="col">${both('Ends if idle', '閒置時結束')}</th>
          </tr>
        </thead>
        <tbody>
          ${logins.map(
            (login) =>
              html`<tr>
                <td>${login.realm === 'ccms' ? 'CCMS' : 'Client Connect'}</td>
                <th scope="row"><code>${login.userId}</code></th>
                <td>${login.method === '2fa' ? '2FA' : login.method}</td>
                <td>${moment(login.since)}</td>
                <td>${moment(login.endsAt)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${logins.length === 0 ? html`<p>${both('Nobody is logged on.', '沒有用戶登入。')}</p>` : ''}
    </div>`,
  });
}

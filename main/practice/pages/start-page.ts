import { html } from 'hono/html';
import type { Realm } from '../../../shared/contract/session.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import { practicePhones } from '../recovery/practice-phones.ts';
import { usersWithChangedPassword } from '../recovery/reset-link-store.ts';
import { practiceUsers } from '../users.ts';
import { both, layout, type Markup } from './layout.ts';

const realms: readonly { readonly realm: Realm; readonly english: string; readonly chinese: string }[] = [
  { realm: 'ccms', english: 'Users of CCMS', chinese: 'CCMS 用戶' },
  { realm: 'ecp', english: 'Users of Client Connect, the door to ECP', chinese: 'Client Connect 用戶（ECP 入口）' },
];

/** What this is, who can log in, and where the other pages are. */
export function startPage(context: PracticeContext): Markup {
  return layout(context, {
    path: '/',
    english: 'Practice exchange',
    chinese: '模擬交易所',
    body: html`<p>
        ${both(
          'A rehearsal of CCMS log-in by 2FA and of file submission to ECP. It runs on this PC only. One-time passwords arrive in the mailbox.',
          '用作演習 CCMS 雙重認證登入及 ECP 檔案提交，只在此電腦上運行。一次性密碼會送到郵箱。',
        )}
      </p>
      <p>
        ${both(
          'Only the rules of the two published documents come from the exchange. Function names other than EU_ECPSFTP, codes that begin with P, limits and lifetimes are practice values.',
          '只有兩份已公布文件的規則屬交易所所有。EU_ECPSFTP 以外的功能名稱、以 P 開頭的代碼、限額及時限均為模擬值。',
        )}
      </p>
      ${context.outbox.leavesThisPc ? html`<p><strong>${both('Mails go to a real mail server.', '電郵會送往真實的郵件伺服器。')}</strong></p>` : ''}
      ${realms.map((each) => userTable(context, each))}`,
  });
}

/** Client Connect asks for it when a password is forgotten. */
function phoneOf(userId: string): Markup | '' {
  const phone = practicePhones[userId];
  return phone === undefined ? '' : html`<br />☎ ${phone}`;
}

function userTable(context: PracticeContext, { realm, english, chinese }: (typeof realms)[number]): Markup {
  const changed = realm === 'ecp' ? usersWithChangedPassword(context.database) : new Set<string>();
  const users = practiceUsers.filter((user) => user.realm === realm);
  return html`<h2>${both(english, chinese)}</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">${both('User ID', '用戶編號')}</th>
            <th scope="col">${both('Password', '密碼')}</th>
            <th scope="col">${both('E-mail, telephone', '電郵、電話')}</th>
            <th scope="col">${both('Functions, participants', '功能、參與者')}</th>
            <th scope="col">${both('What it is for', '用途')}</th>
          </tr>
        </thead>
        <tbody>
          ${users.map(
            (user) =>
              html`<tr>
                <th scope="row"><code>${user.userId}</code></th>
                <td><code>${user.password}</code>${changed.has(user.userId) ? both(' (changed since; a restart puts it back)', '（其後已更改；重新啟動後復原）') : ''}</td>
                <td>${user.email ?? '-'}${phoneOf(user.userId)}</td>
                <td><code>${[...user.functions, ...user.participantCodes].join(' ') || '-'}</code></td>
                <td>${both(user.purpose.en, user.purpose.zhHant)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

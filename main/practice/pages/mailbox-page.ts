import { html } from 'hono/html';
import type { PracticeContext } from '../core/practice-context.ts';
import { listMails } from '../mail/mail-store.ts';
import { both, layout, type Markup, moment } from './layout.ts';

const SHOWN = 50;

/** The mails that arrived by SMTP, newest first; of one address when `to` is given. */
export function mailboxPage(context: PracticeContext, to: string | null): Markup {
  const mails = listMails(context.database, to).slice(0, SHOWN);
  const addresses = [...new Set(listMails(context.database, null).map((mail) => mail.to))].sort();
  return layout(context, {
    path: '/mailbox',
    english: 'Mailbox',
    chinese: '郵箱',
    body: html`${context.outbox.leavesThisPc ? html`<p>${both('Mails go to a real mail server, not here.', '電郵會送往真實的郵件伺服器，不會送到這裡。')}</p>` : ''}
      <form method="get" action="/mailbox">
        <label
          >${both('Address', '地址')}
          <select name="to">
            <option value="">(all 全部)</option>
            ${addresses.map((address) => html`<option ${address === to ? 'selected' : ''}>${address}</option>`)}
          </select></label
        >
        <button type="submit">${both('Show', '顯示')}</button>
      </form>
      <div data-live="mails">
        ${mails.length === 0 ? html`<p>${both('No mail yet.', '未有電郵。')}</p>` : ''}
        ${mails.map(
          (mail) =>
            html`<article>
              <h2>${mail.subject}</h2>
              <div>
                ${both('From', '寄件人')} <span class="code">${mail.from}</span> · ${both('To', '收件人')}
                <span class="code">${mail.to}</span> · ${moment(mail.receivedAt)}
              </div>
              <pre>${mail.text}</pre>
            </article>`,
        )}
      </div>`,
  });
}

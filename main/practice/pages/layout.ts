import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { hongKongText } from '../core/hong-kong-time.ts';
import type { PracticeContext } from '../core/practice-context.ts';

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

/** The same words in both languages, side by side. */
export function both(english: string, chinese: string): Markup {
  return html`<span lang="en">${english}</span><span lang="zh-Hant-HK" class="zh">${chinese}</span>`;
}

/** A point in time as people in Hong Kong read it. */
export function moment(timeMs: number): Markup {
  return html`<time datetime="${new Date(timeMs).toISOString()}">${hongKongText(timeMs)}</time>`;
}

const links = [
  { path: '/', english: 'Start', chinese: '開始' },
  { path: '/mailbox', english: 'Mailbox', chinese: '郵箱' },
  { path: '/ccms', english: 'Who is logged on', chinese: '登入用戶' },
  { path: '/clock', english: 'Clock and faults', chinese: '時鐘與故障' },
] as const;
export type PagePath = (typeof links)[number]['path'];

export interface Page {
  readonly path: PagePath;
  readonly english: string;
  readonly chinese: string;
  readonly body: Markup;
}

/** The frame of every practice page: the permanent PRACTICE band with the exchange's time, the links, the page. */
export function layout(context: PracticeContext, page: Page): Markup {
  return html`<!doctype html>
<html lang="en-HK">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${page.english} ${page.chinese} (PRACTICE)</title>
    <link rel="stylesheet" href="/style.css" />
    <script src="/live.js" defer></script>
  </head>
  <body>
    <header>
      <div class="band">
        <strong>PRACTICE 模擬</strong>
        ${both('Practice exchange on this PC; nothing here is real', '此電腦上的模擬交易所；內容並非真實')}
        <span data-live="time">${moment(context.clock.now())}</span>
      </div>
      <nav aria-label="Pages 頁面">
        ${links.map(
          (link) =>
            html`<a href="${link.path}" ${link.path === page.path ? html`aria-current="page"` : ''}>${both(link.english, link.chinese)}</a>`,
        )}
      </nav>
    </header>
    <main>
      <h1>${both(page.english, page.chinese)}</h1>
      ${page.body}
    </main>
  </body>
</html>`;
}

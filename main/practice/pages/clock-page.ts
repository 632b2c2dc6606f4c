import { html } from 'hono/html';
import { hongKongTimestamp } from '../core/hong-kong-time.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import { faultEndpoints, faultKinds } from '../faults/fault.ts';
import type { PracticeControl } from '../practice-exchange.ts';
import { both, layout, type Markup } from './layout.ts';
import { policyForms } from './policy-forms.ts';

const steps = [
  { minutes: -60, label: '-1 h' },
  { minutes: 1, label: '+1 min' },
  { minutes: 10, label: '+10 min' },
  { minutes: 60, label: '+1 h' },
  { minutes: 1440, label: '+1 day 日' },
] as const;

/** Sets the exchange's clock and asks for faults. */
export function clockPage(context: PracticeContext, control: PracticeControl): Markup {
  return layout(context, {
    path: '/clock',
    english: 'Clock and faults',
    chinese: '時鐘與故障',
    body: html`${clockForms(context)} ${policyForms(control)} ${faultForms(control)}`,
  });
}

function clockForms({ clock }: PracticeContext): Markup {
  const local = hongKongTimestamp(clock.now()).slice(0, 19);
  return html`<h2>${both('Clock of the exchange', '交易所時鐘')}</h2>
    <p data-live="offset">
      ${both('Ahead of this PC by, in seconds', '比此電腦快（秒）')}: <code>${String(Math.round(clock.offsetMs() / 1000))}</code>
    </p>
    <form method="post" action="/clock">
      <input type="hidden" name="action" value="set-time" />
      <label>${both('Time in Hong Kong', '香港時間')} <input type="datetime-local" name="at" step="1" value="${local}" required /></label>
      <button type="submit">${both('Set', '設定')}</button>
    </form>
    <form method="post" action="/clock">
      <input type="hidden" name="action" value="move-clock" />
      ${steps.map((step) => html`<button type="submit" name="minutes" value="${String(step.minutes)}">${step.label}</button>`)}
    </form>
    <form method="post" action="/clock">
      <input type="hidden" name="action" value="reset-clock" />
      <button type="submit">${both('Same as this PC', '與此電腦相同')}</button>
    </form>`;
}

function faultForms(control: PracticeControl): Markup {
  return html`<h2>${both('Faults to come', '將發生的故障')}</h2>
    <div data-live="faults">
      ${control.listFaults().length === 0 ? html`<p>${both('None.', '沒有。')}</p>` : ''}
      <ul>
        ${control.listFaults().map((rule) => html`<li><code>${rule.endpoint} ${JSON.stringify(rule.fault)} ×${String(rule.count)}</code></li>`)}
      </ul>
    </div>
    <form method="post" action="/clock">
      <input type="hidden" name="action" value="add-fault" />
      <label>${both('Where', '位置')} <select name="endpoint">${faultEndpoints.map((name) => html`<option>${name}</option>`)}</select></label>
      <label>${both('What', '故障')} <select name="kind">${faultKinds.map((name) => html`<option>${name}</option>`)}</select></label>
      <label>${both('Milliseconds, bytes or status', '毫秒、位元組或狀態碼')} <input name="amount" inputmode="numeric" pattern="[0-9]*" value="503" /></label>
      <label>${both('How often', '次數')} <input name="count" inputmode="numeric" pattern="[0-9]+" value="1" required /></label>
      <label>${both('After the work is done', '處理完成後才發生')} <input type="checkbox" name="processed" value="true" /></label>
      <button type="submit">${both('Add', '加入')}</button>
    </form>
    <form method="post" action="/clock">
      <input type="hidden" name="action" value="clear-faults" />
      <button type="submit">${both('Remove all', '全部移除')}</button>
    </form>`;
}

import { html } from 'hono/html';
import type { Phase } from '../../../shared/contract/policy.ts';
import { hongKongTimestamp } from '../core/hong-kong-time.ts';
import { policyTricks } from '../policy/policy-desk.ts';
import { phaseStarts } from '../policy/policy-issue.ts';
import type { PracticeControl } from '../practice-exchange.ts';
import { both, type Markup, moment } from './layout.ts';

const phaseNames: Readonly<Record<Phase, { readonly english: string; readonly chinese: string }>> = {
  'smart-card': { english: 'smart card only', chinese: '只用智能卡' },
  parallel: { english: 'both methods', chinese: '兩種方式並行' },
  'two-factor-only': { english: '2FA only', chinese: '只用雙重認證' },
};

const fields: Readonly<Record<Phase, string>> = {
  'smart-card': 'smartCard',
  parallel: 'parallel',
  'two-factor-only': 'twoFactorOnly',
};

/** Seconds from the start of a phase to which the clock can be set; a day into it is the phase itself. */
const places = [
  { seconds: -1, label: '-1 s' },
  { seconds: 0, label: '0 s' },
  { seconds: 1, label: '+1 s' },
  { seconds: 86_400, label: '+1 day 日' },
] as const;

/** For a field of local time in Hong Kong. */
const local = (timeMs: number) => hongKongTimestamp(timeMs).slice(0, 19);

/** The transition from smart card to 2FA: play its phases, and set and spoil the policy that announces them. */
export function policyForms(control: PracticeControl): Markup {
  const { issue, trick, phase } = control.policy();
  return html`<h2>${both('Transition to 2FA', '過渡至雙重認證')}</h2>
    <ul data-live="policy">
      <li>${both('Phase now', '目前階段')}: <strong>${phase ? both(phaseNames[phase].english, phaseNames[phase].chinese) : '-'}</strong></li>
      <li>${both('Issue number', '期號')}: <code>${String(issue.serial)}</code></li>
      <li>${both('Valid until', '有效至')}: ${moment(issue.expiresAt)}</li>
      <li>${both('How it is served', '發出方式')}: <code>${trick}</code></li>
    </ul>
    ${phaseStarts(issue.dates).map(
      ({ phase: name, startsAt }) =>
        html`<form method="post" action="/clock">
          <input type="hidden" name="action" value="set-time" />
          <span>${both('Clock to', '時鐘設至')} ${both(phaseNames[name].english, phaseNames[name].chinese)}, ${moment(startsAt)}</span>
          ${places.map(
            ({ seconds, label }) =>
              html`<button type="submit" name="at" value="${local(startsAt + seconds * 1000)}" aria-label="${phaseNames[name].english} ${label}">${label}</button>`,
          )}
        </form>`,
    )}
    <form method="post" action="/clock">
      <input type="hidden" name="action" value="policy-dates" />
      ${phaseStarts(issue.dates).map(
        ({ phase: name, startsAt }) =>
          html`<label>${both(`Start: ${phaseNames[name].english}`, `開始：${phaseNames[name].chinese}`)}
            <input type="datetime-local" name="${fields[name]}" step="1" value="${local(startsAt)}" required /></label>`,
      )}
      <button type="submit">${both('Issue these dates', '發出此等日期')}</button>
    </form>
    ${singleFields(control)}`;
}

function singleFields(control: PracticeControl): Markup {
  const { issue, trick } = control.policy();
  return html`<form method="post" action="/clock">
      <input type="hidden" name="action" value="policy-serial" />
      <label>${both('Issue number', '期號')} <input name="serial" inputmode="numeric" pattern="[0-9]+" value="${String(issue.serial + 1)}" required /></label>
      <button type="submit">${both('Issue under this number', '以此期號發出')}</button>
    </form>
    <form method="post" action="/clock">
      <input type="hidden" name="action" value="policy-expiry" />
      <label>${both('Valid until', '有效至')} <input type="datetime-local" name="at" step="1" value="${local(issue.expiresAt)}" required /></label>
      <button type="submit">${both('Issue with this expiry', '以此有效期發出')}</button>
    </form>
    <form method="post" action="/clock">
      <input type="hidden" name="action" value="policy-version" />
      <label>${both('Oldest program version', '最舊程式版本')} <input name="minimumVersion" pattern="[0-9]+[.][0-9]+[.][0-9]+" value="${issue.minimumVersion}" required /></label>
      <button type="submit">${both('Issue with this version', '以此版本發出')}</button>
    </form>
    <form method="post" action="/clock">
      <input type="hidden" name="action" value="policy-trick" />
      <label>${both('How the policy is served', '政策的發出方式')}
        <select name="trick">${policyTricks.map((name) => html`<option ${name === trick ? 'selected' : ''}>${name}</option>`)}</select></label>
      <button type="submit">${both('Set', '設定')}</button>
    </form>`;
}

import type { Realm } from '../../../shared/contract/session.ts';
import { hongKongText } from '../core/hong-kong-time.ts';
import type { OutgoingMail } from './outbox.ts';

/** Sender and subject of the mails of each realm: practice values, the exchange's own are not public. */
export const otpMailHeaders: Readonly<Record<Realm, { readonly from: string; readonly subject: string }>> = {
  ccms: { from: 'noreply_ccms@practice.example', subject: 'CCMS one-time password' },
  ecp: { from: 'noreply_connect@practice.example', subject: 'Client Connect one-time password' },
};

const names: Readonly<Record<Realm, string>> = { ccms: 'CCMS', ecp: 'Client Connect' };

/** The mail that carries a one-time password. `expiresAt` in ms since 1970. */
export function otpMail(realm: Realm, to: string, password: { text: string; expiresAt: number }): OutgoingMail {
  const until = hongKongText(password.expiresAt);
  const text = [
    'PRACTICE EXCHANGE: nothing in this mail is real.',
    '模擬交易所：本電郵內容並非真實。',
    '',
    `Your ${names[realm]} one-time password is: ${password.text}`,
    `Valid once, until ${until}. Only the newest mail counts.`,
    '',
    `閣下的 ${names[realm]} 一次性密碼：${password.text}`,
    `只可使用一次，有效至 ${until}。以最新一封電郵為準。`,
  ].join('\n');
  return { ...otpMailHeaders[realm], to, text };
}

/** `chan@firm.example` becomes `c••n@firm.example`: enough to recognise, too little to learn. */
export function maskAddress(address: string): string {
  const [local = '', domain = ''] = address.split('@');
  if (local.length <= 2) return `${'•'.repeat(local.length)}@${domain}`;
  return `${local[0]}${'•'.repeat(Math.min(8, local.length - 2))}${local.at(-1)}@${domain}`;
}

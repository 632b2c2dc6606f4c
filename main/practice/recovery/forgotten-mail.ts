import { hongKongText } from '../core/hong-kong-time.ts';
import type { OutgoingMail } from '../mail/outbox.ts';

/** Practice values, after the real exchange's (seed ECP FAQ item 15), which the profile names beside them. */
export const forgottenMailHeaders = {
  from: 'noreply_connect@practice.example',
  subject: 'Client Connect (PRACTICE): Forgotten password email',
} as const;

/** The mail with the link of a forgotten password. `expiresAt` in ms since 1970. */
export function forgottenMail(to: string, link: { address: string; expiresAt: number }): OutgoingMail {
  const until = hongKongText(link.expiresAt);
  const text = [
    'PRACTICE EXCHANGE: nothing in this mail is real.',
    '模擬交易所：本電郵內容並非真實。',
    '',
    'Copy the whole link into the CCMS Terminal to set a new password. Only the newest mail counts.',
    `Valid once, until ${until}.`,
    '請將整條連結複製到 CCMS Terminal 以設定新密碼。以最新一封電郵為準。',
    `只可使用一次，有效至 ${until}。`,
    '',
    link.address,
  ].join('\n');
  return { ...forgottenMailHeaders, to, text };
}

import { normaliseOtp } from './otp.ts';

/**
 * Takes a telephone number as typed; gives its digits only, ASCII whatever their script and width. The exchange compares it
 * without symbols and spaces (seed ECP FAQ item 15).
 */
export function normalisePhoneNumber(typed: string): string {
  return normaliseOtp(typed).replace(/[^0-9]/g, '');
}

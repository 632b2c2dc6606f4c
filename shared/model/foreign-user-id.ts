import type { Realm } from '../contract/session.ts';

/**
 * Whether a user ID has the shape of the other realm's: an address in CCMS, none in Client Connect (its login IDs look like
 * addresses in the seed ECP FAQ, item 13; nothing more is public). A hint only: whether such a user exists is not known here.
 */
export function looksForeign(realm: Realm, userId: string): boolean {
  const isAddress = /^\S+@\S+$/.test(userId.trim());
  return realm === 'ccms' ? isAddress : userId.trim() !== '' && !isAddress;
}

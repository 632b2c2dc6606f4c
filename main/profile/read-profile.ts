import path from 'node:path';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { type Profile, profileSchema } from './profile.ts';

function invalid(member: string): Result<Profile> {
  return err(appError('profile-invalid', { details: { member: member.slice(0, 100) } }));
}

/** Why an address of a realm cannot be used: whatever is more than origin and path would be sent or compared wrongly. */
function isPlainAddress(address: string): boolean {
  const url = new URL(address);
  return url.search === '' && url.hash === '' && url.username === '' && url.password === '';
}

function firstWrongRule(profile: Profile): string | null {
  if (!isPlainAddress(profile.realms.ccms.issuer)) return 'realms.ccms.issuer';
  if (!isPlainAddress(profile.realms.ecp.issuer)) return 'realms.ecp.issuer';
  if (!isPlainAddress(profile.ecpApi)) return 'ecpApi';
  // A window that shows a real exchange must not open pages of a rehearsal.
  if (profile.kind !== 'practice' && profile.practicePages !== null) return 'practicePages';
  if (profile.smartCard && !path.isAbsolute(profile.smartCard.modulePath)) return 'smartCard.modulePath';
  return null;
}

/**
 * Takes the text of a profile file (JSON, a byte order mark is allowed); gives the profile or `profile-invalid` with
 * `details.member`: the path of the first member that is wrong, such as `realms.ccms.issuer`. Contents are never quoted.
 */
export function readProfile(text: string): Result<Profile> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    // The parser's message quotes the file; where it stands is enough.
    return invalid('json');
  }
  const parsed = profileSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    return invalid([...(issue?.path ?? []), ...unknown].join('.') || 'json');
  }
  const wrong = firstWrongRule(parsed.data);
  return wrong === null ? ok(parsed.data) : invalid(wrong);
}

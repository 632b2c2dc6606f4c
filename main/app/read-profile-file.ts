import { readFile } from 'node:fs/promises';
import { appError } from '../../shared/contract/errors.ts';
import { err, type Result } from '../../shared/lib/result.ts';
import type { Profile } from '../profile/profile.ts';
import { readProfile } from '../profile/read-profile.ts';

/** Reads a connection profile from its file. `profile-invalid` names the member that is wrong; `file` when there is none to read. */
export async function readProfileFile(file: string): Promise<Result<Profile>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    // absent or unreadable is the same to the person who named it
    return err(appError('profile-invalid', { details: { member: 'file' } }));
  }
  return readProfile(text);
}

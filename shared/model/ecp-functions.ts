/** The one function name of ECP that is public (seed ECP FAQ items 6 and 12): it opens SFTP and nothing else. */
const SFTP_FUNCTION = 'EU_ECPSFTP';

/** What keeps a user who is logged in out of ECP's web part: no function at all (error 2000), or SFTP only; null: nothing known. */
export function functionTrouble(functions: readonly string[]): 'none' | 'sftp-only' | null {
  if (functions.length === 0) return 'none';
  return functions.every((name) => name === SFTP_FUNCTION) ? 'sftp-only' : null;
}

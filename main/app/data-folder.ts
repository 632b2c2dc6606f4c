import os from 'node:os';
import path from 'node:path';

/**
 * Where this PC keeps the ledger, the spool and the log of one profile. Local, not roaming: profiles are copied at log-on.
 * Takes the platform, the environment and the profile's id; gives an absolute folder that need not exist yet.
 */
export function dataFolderFor(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, profileId: string): string {
  const home = env.HOME ?? os.homedir();
  if (platform === 'win32') {
    const local = env.LOCALAPPDATA ?? path.join(os.homedir(), 'AppData', 'Local');
    return path.join(local, 'CCMS Terminal', profileId);
  }
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'CCMS Terminal', profileId);
  return path.join(env.XDG_STATE_HOME ?? path.join(home, '.local', 'state'), 'ccms-terminal', profileId);
}

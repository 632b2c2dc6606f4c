import os from 'node:os';
import path from 'node:path';

/** The home of this user by what the operating system knows, whatever the environment says. */
function systemHome(isAbsolute: (folder: string) => boolean): string {
  // Node takes even an empty HOME for an answer.
  return isAbsolute(os.homedir()) ? os.homedir() : os.userInfo().homedir;
}

/**
 * Where this PC keeps the ledger, the spool and the log of one profile. Local, not roaming: profiles are copied at log-on.
 * Takes the platform, the environment and the profile's id; gives an absolute folder that need not exist yet.
 */
export function dataFolderFor(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, profileId: string): string {
  const { isAbsolute } = platform === 'win32' ? path.win32 : path.posix;
  // An empty or relative one is none (XDG Base Directory Specification): it would be another folder wherever a command is called from.
  const absolute = (folder: string | undefined) => (folder !== undefined && isAbsolute(folder) ? folder : null);
  if (platform === 'win32') {
    const local = absolute(env.LOCALAPPDATA) ?? path.join(systemHome(isAbsolute), 'AppData', 'Local');
    return path.join(local, 'CCMS Terminal', profileId);
  }
  const home = absolute(env.HOME) ?? systemHome(isAbsolute);
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'CCMS Terminal', profileId);
  return path.join(absolute(env.XDG_STATE_HOME) ?? path.join(home, '.local', 'state'), 'ccms-terminal', profileId);
}

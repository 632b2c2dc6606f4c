import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Whether a program of the system can be run. */
export function hasProgram(name: string, ...probe: string[]): boolean {
  return spawnSync(name, probe).error === undefined;
}

/** A folder for key files, made by their own programs. */
export function openKeyFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'ccms-keys-'));
  const run = (program: string, ...rest: string[]) => execFileSync(program, rest, { cwd: folder, encoding: 'utf8' });
  function write(name: string, text: string): string {
    writeFileSync(path.join(folder, name), text);
    chmodSync(path.join(folder, name), 0o600);
    return name;
  }
  return {
    write,
    /** Gives the text of the private key that OpenSSH made. */
    sshKeygen(name: string, passphrase: string, ...rest: string[]): string {
      run('ssh-keygen', '-q', '-f', name, '-N', passphrase, '-C', 'made by a test', ...rest);
      return readFileSync(path.join(folder, name), 'utf8');
    },
    /** The fingerprint that OpenSSH sees in a file with a public or private key. */
    fingerprint: (name: string) => run('ssh-keygen', '-l', '-E', 'sha256', '-f', name).split(' ')[1] ?? '',
    /** What OpenSSH makes of a file, as one line of a public key without its comment. */
    publicLine: (...rest: string[]) =>
      run('ssh-keygen', ...rest)
        .split(' ')
        .slice(0, 2)
        .join(' ')
        .trim(),
    /** Gives the text of the file that PuTTY made. */
    puttygen(name: string, passphrase: string, ...rest: string[]): string {
      const secret = write(`${name}.secret`, passphrase);
      run('puttygen', ...rest, '-o', name, '-O', 'private', '--new-passphrase', secret);
      return readFileSync(path.join(folder, name), 'utf8');
    },
    path: folder,
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Debian's place; the folder is named after the machine's triplet. */
const folders = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu'];
export const openCryptokiModule = folders
  .map((folder) => `${folder}/opencryptoki/libopencryptoki.so.0.0.0`)
  .find((file) => existsSync(file));
export const TOKEN_PIN = '123456';
const LABEL = 'CCMS TEST';
const FIRST_SO_PIN = '87654321';
const SO_PIN = '76543210';
const FIRST_PIN = '12345678';

/** Why openCryptoki cannot be used here; null where it can. */
export const noOpenCryptoki =
  openCryptokiModule === undefined
    ? 'openCryptoki is not installed (package opencryptoki)'
    : process.getuid?.() !== 0
      ? 'the slot daemon of openCryptoki needs root'
      : spawnSync('pkcs11-tool', ['--version']).error
        ? 'pkcs11-tool is not installed (package opensc)'
        : null;

export interface OpenCryptokiToken {
  readonly slot: string;
  readonly label: string;
  /** False when it has the certificate of an earlier test. */
  readonly isEmpty: boolean;
  close(): Promise<void>;
}

/** The software token among the slots; the others need hardware and are not even listed. */
async function findSlot(): Promise<{ slot: string; label: string }> {
  const { stdout } = await run('pkcsconf', ['-t']);
  const slot = /Token #(\d+) Info:/.exec(stdout)?.[1];
  if (slot === undefined) throw new Error('openCryptoki lists no token');
  return { slot, label: /Label: (.*)/.exec(stdout)?.[1]?.trim() ?? '' };
}

async function startDaemon(): Promise<ChildProcess> {
  const daemon = spawn('pkcsslotd', ['-f'], { stdio: 'ignore' });
  for (let tries = 0; tries < 50; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (await findSlot().catch(() => null)) return daemon;
  }
  daemon.kill('SIGTERM');
  throw new Error('the slot daemon of openCryptoki did not come up');
}

/**
 * Starts the slot daemon and gives the software token of this machine a fresh PIN with all its tries: only when nobody has made
 * anything of it, or an earlier test did; null otherwise.
 */
export async function openCryptokiToken(): Promise<OpenCryptokiToken | null> {
  const daemon = await startDaemon();
  const close = async () => {
    const ended = new Promise((resolve) => daemon.once('exit', resolve));
    daemon.kill('SIGTERM');
    // It waits for programs that have ended without a word, as the card process does.
    const insist = setTimeout(() => daemon.kill('SIGKILL'), 2_000);
    await ended;
    clearTimeout(insist);
  };
  try {
    const { slot, label } = await findSlot();
    if (label !== LABEL && label !== 'IBM OS PKCS#11') {
      await close();
      return null;
    }
    const tool = (...args: string[]) =>
      run('pkcs11-tool', ['--module', openCryptokiModule ?? '', '--slot', slot, ...args]);
    const asOfficer = ['--login', '--login-type', 'so', '--so-pin'];
    if (label !== LABEL) {
      await tool('--init-token', '--label', LABEL, '--so-pin', FIRST_SO_PIN);
      await tool(...asOfficer, FIRST_SO_PIN, '--change-pin', '--new-pin', SO_PIN);
    }
    await tool(...asOfficer, SO_PIN, '--init-pin', '--new-pin', FIRST_PIN);
    await tool('--login', '--pin', FIRST_PIN, '--change-pin', '--new-pin', TOKEN_PIN);
    const { stdout } = await tool('--list-objects', '--type', 'cert');
    return { slot, label: LABEL, isEmpty: !stdout.includes('Certificate Object'), close };
  } catch (failure) {
    await close();
    throw failure;
  }
}

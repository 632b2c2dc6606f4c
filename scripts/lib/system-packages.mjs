import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What the tests need beside Node: a browser, a font with Chinese in it, a keychain, smart cards with a compiler for a bad one, and an SFTP server. */
const forTests = [
  ...['chromium', 'fonts-noto-cjk', 'dbus', 'gnome-keyring', 'libsecret-1-0'],
  ...['softhsm2', 'opensc', 'opencryptoki', 'gcc', 'libc6-dev'],
  'openssh-server',
];

/** What the benchmark measures itself against. */
const forBenchmark = ['openssh-server', 'openssh-client', 'lftp', 'rclone'];

/** @param {string[]} needed @returns {string[]} */
function missingPackages(needed) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query has place holders of the same form
  const asked = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...needed], {
    encoding: 'utf8',
  });
  const present = new Set(asked.stdout.split('\n').filter((line) => line.endsWith(' installed')));
  return needed.filter((name) => !present.has(`${name} installed`));
}

/** @param {string[]} args @param {'ignore' | 'inherit'} complaints */
function aptGet(args, complaints) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', ['-qq', '-o', 'Dpkg::Use-Pty=0', ...args], {
    stdio: ['ignore', 'ignore', complaints],
    env,
  });
}

/**
 * Installs the missing Debian packages where that is possible (as root, with apt), says what is missing where it is not.
 * Never fails: tests that need a missing part skip by name and give the reason.
 * @param {(message: string) => void} say
 * @param {'tests' | 'benchmark'} what
 */
export function ensureSystemPackages(say, what) {
  const needed = what === 'tests' ? forTests : forBenchmark;
  if (!existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg-query')) {
    if (process.platform === 'linux') say(`Not a Debian system: what is used here comes from ${needed.join(', ')}.`);
    return;
  }
  const missing = missingPackages(needed);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    say(`Missing Debian packages (what needs them is left out): sudo apt-get install ${missing.join(' ')}`);
    return;
  }
  say(`Installing Debian packages (once): ${missing.join(' ')} ...`);
  const install = ['install', '-y', '--no-install-recommends', ...missing];
  // A new machine has no package lists, or old ones that name files which are gone.
  if (aptGet(install, 'ignore').status !== 0) {
    aptGet(['update'], 'inherit');
    aptGet(install, 'inherit');
  }
  const still = missingPackages(needed);
  if (still.length > 0) say(`Could not be installed (what needs them is left out): ${still.join(' ')}`);
}

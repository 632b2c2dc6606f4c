import { afterAll, describe, expect, it } from 'vitest';
import { fingerprintOf, keyParts, publicBlob } from '../../../../main/sftp-account/key-parts.ts';
import { readPpk } from '../../../../main/sftp-account/read-ppk.ts';
import { hasProgram, openKeyFolder } from '../../../helpers/key-files.ts';

const folder = openKeyFolder();
afterAll(() => folder.close());

const passphrase = 'Mong Kok 旺角 night';
/** Less work than PuTTY asks for by itself, as a file may state. */
const quick = ['--ppk-param', 'memory=1024,passes=3'];
const kinds = [
  ['ed25519', ['-t', 'ed25519'], ''],
  ['ed25519', ['-t', 'ed25519'], passphrase],
  ['rsa', ['-t', 'rsa', '-b', '3072', '-m', 'PEM'], ''],
  ['rsa', ['-t', 'rsa', '-b', '3072', '-m', 'PEM'], passphrase],
  ['ecdsa', ['-t', 'ecdsa', '-b', '384'], passphrase],
  ['ecdsa', ['-t', 'ecdsa', '-b', '521'], ''],
] as const;

describe.skipIf(!hasProgram('puttygen', '--version'))('a file of PuTTY (needs puttygen of putty-tools)', () => {
  it.each(kinds)('of an %s key (%j) is read with passphrase "%s"', async (kind, options, secret) => {
    const name = `${kind}-${options.at(-1)}-${secret.length}`;
    folder.sshKeygen(name, '', ...options);
    const text = folder.puttygen(`${name}.ppk`, secret, name, ...quick);
    const outcome = await readPpk(text, secret);
    const parts = outcome.kind === 'key' ? keyParts(outcome.key) : null;
    expect(parts && fingerprintOf(publicBlob(parts))).toBe(folder.fingerprint(`${name}.pub`));
  });

  it('is read with as much work as PuTTY asks for by itself', async () => {
    expect((await readPpk(folder.puttygen('usual.ppk', passphrase, '-t', 'ed25519'), passphrase)).kind).toBe('key');
  });

  it('is refused when the passphrase is another or a bit was turned', async () => {
    const text = folder.puttygen('locked.ppk', 'right', '-t', 'ed25519', ...quick);
    expect(await readPpk(text, 'wrong')).toEqual({ kind: 'wrong-passphrase' });
    expect(await readPpk(text, '')).toEqual({ kind: 'wrong-passphrase' });
    expect(await readPpk(text.replace(/^Comment: ./m, 'Comment: #'), 'right')).toEqual({ kind: 'wrong-passphrase' });
    expect((await readPpk(text, 'right')).kind).toBe('key');
    expect((await readPpk(text.replaceAll('\n', '\r\n'), 'right')).kind).toBe('key');
    const open = folder.puttygen('open.ppk', '', '-t', 'ed25519');
    expect(await readPpk(open.replace(/^Comment: ./m, 'Comment: #'), '')).toEqual({ kind: 'unreadable' });
  });

  it('is refused before any work when it asks for too much of it', async () => {
    const text = folder.puttygen('greedy.ppk', 'right', '-t', 'ed25519', ...quick);
    const greedy = [
      text.replace(/^Argon2-Memory: .*$/m, 'Argon2-Memory: 65537'),
      text.replace(/^Argon2-Passes: .*$/m, 'Argon2-Passes: 100000'),
      text.replace(/^Argon2-Parallelism: .*$/m, 'Argon2-Parallelism: 99'),
      text.replace(/^Argon2-Passes: .*$/m, 'Argon2-Passes: many'),
      text.replace(/^Argon2-Salt: .*$/m, 'Argon2-Salt: '),
      text.replace(/^Key-Derivation: .*$/m, 'Key-Derivation: Argon2d'),
    ];
    for (const each of greedy) expect(await readPpk(each, 'right')).toEqual({ kind: 'unreadable' });
  });

  it('is refused wherever it is cut', async () => {
    const lines = folder.puttygen('cut.ppk', '', '-t', 'ed25519').trimEnd().split('\n');
    for (let end = 0; end < lines.length; end += 1) {
      expect(await readPpk(lines.slice(0, end).join('\n'), '')).toEqual({ kind: 'unreadable' });
    }
  });
});

it('the fingerprint of a known blob is the one that OpenSSH shows', () => {
  // The host key of github.com, as its makers publish it.
  const blob = Buffer.from('AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl', 'base64');
  expect(fingerprintOf(blob)).toBe('SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU');
});

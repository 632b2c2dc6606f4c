import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import ssh2 from 'ssh2';
import { afterAll, describe, expect, it } from 'vitest';
import { algorithmOf, fingerprintOf, keyParts, publicBlob } from '../../../../main/sftp-account/key-parts.ts';
import { makePrivateKey } from '../../../../main/sftp-account/make-private-key.ts';
import { privateKeyText } from '../../../../main/sftp-account/private-key-text.ts';
import { publicKeyText } from '../../../../main/sftp-account/public-key-text.ts';
import { readPrivateKey } from '../../../../main/sftp-account/read-private-key.ts';
import { hasProgram, openKeyFolder } from '../../../helpers/key-files.ts';

const folder = openKeyFolder();
afterAll(() => folder.close());

function partsOf(key: KeyObject) {
  const parts = keyParts(key);
  if (!parts) throw new Error('not a key of ours');
  return parts;
}
const fingerprint = (key: KeyObject) => fingerprintOf(publicBlob(partsOf(key)));
const code = async (text: string, passphrase: string | null = null) => {
  const read = await readPrivateKey(text, passphrase);
  return read.ok ? 'read' : read.error.code;
};

describe.skipIf(!hasProgram('ssh-keygen', '-?'))('OpenSSH (needs ssh-keygen) and this program', () => {
  const kinds = [
    ['ed25519', ['-t', 'ed25519'], ''],
    ['ed25519', ['-t', 'ed25519', '-a', '2'], 'Tsim Sha Tsui'],
    ['rsa', ['-t', 'rsa', '-b', '3072'], ''],
    ['rsa', ['-t', 'rsa', '-b', '3072', '-m', 'PEM'], ''],
    ['rsa', ['-t', 'rsa', '-b', '3072', '-m', 'PKCS8'], 'Tsim Sha Tsui'],
    ['ecdsa', ['-t', 'ecdsa', '-b', '256'], ''],
    ['ecdsa', ['-t', 'ecdsa', '-b', '521', '-m', 'PEM'], 'Tsim Sha Tsui'],
  ] as const;
  it.each(kinds)('agree on a key: %s with %j and passphrase "%s"', async (kind, options, secret) => {
    const name = `${kind}-${options.at(-1)}-${secret.length}`;
    const text = folder.sshKeygen(name, secret, ...options);
    const read = await readPrivateKey(text, secret);
    expect(read.ok && fingerprint(read.value)).toBe(folder.fingerprint(`${name}.pub`));
    if (secret !== '') expect(await code(text, null)).toBe('sftp-passphrase-wrong');
  });

  it('agree that another passphrase is wrong', async () => {
    const form = ['-t', 'ed25519', '-a', '1'];
    expect(await code(folder.sshKeygen('locked', 'right', ...form), 'wrong')).toBe('sftp-passphrase-wrong');
    const pem = ['-t', 'ecdsa', '-m', 'PKCS8'];
    expect(await code(folder.sshKeygen('locked-pem', 'right', ...pem), 'wrong')).toBe('sftp-passphrase-wrong');
  });

  it('agree on the keys that are made here, in every form, and so does ssh2', async () => {
    for (const kind of ['ed25519', 'rsa-3072', 'rsa-4096'] as const) {
      const key = await makePrivateKey(kind);
      const blob = publicBlob(partsOf(key));
      const algorithm = algorithmOf(partsOf(key));
      const text = privateKeyText(key);
      expect(folder.fingerprint(folder.write(`own-${kind}`, text)), kind).toBe(fingerprint(key));
      const line = `${algorithm} ${blob.toString('base64')}`;
      expect(folder.publicLine('-y', '-f', `own-${kind}`), kind).toBe(line);
      const owner = { algorithm, blob, comment: `${'a-very-long-name'.repeat(7)}@firm.example` };
      expect(folder.fingerprint(folder.write(`${kind}.pub`, publicKeyText(owner, 'openssh')))).toBe(fingerprint(key));
      const rfc4716 = publicKeyText(owner, 'rfc4716');
      expect(folder.publicLine('-i', '-f', folder.write(`${kind}.4716`, rfc4716)), kind).toBe(line);
      expect(Math.max(...rfc4716.split('\n').map((each) => each.length))).toBeLessThanOrEqual(72);
      const parsed = ssh2.utils.parseKey(text);
      expect(parsed instanceof Error ? parsed : parsed.getPublicSSH(), kind).toEqual(blob);
      const again = await readPrivateKey(text, null);
      expect(again.ok && fingerprint(again.value), kind).toBe(fingerprint(key));
    }
  });

  it('does not do a thousand rounds for a file', async () => {
    expect(await code(folder.sshKeygen('slow', 'secret', '-t', 'ed25519', '-a', '129'), 'secret')).toBe(
      'sftp-key-unreadable',
    );
  });
});

it('refuses weak keys in whatever form they come', async () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const dsa = generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }).privateKey;
  expect(await code(rsa.export({ type: 'pkcs8', format: 'pem' }).toString())).toBe('sftp-key-weak');
  expect(await code(rsa.export({ type: 'pkcs1', format: 'pem' }).toString())).toBe('sftp-key-weak');
  expect(await code(privateKeyText(rsa))).toBe('sftp-key-weak');
  expect(await code(dsa.export({ type: 'pkcs8', format: 'pem' }).toString())).toBe('sftp-key-weak');
});

it('refuses what is no private key', async () => {
  const ed25519 = privateKeyText(await makePrivateKey('ed25519'));
  const other = generateKeyPairSync('ed448').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const texts = [
    'hello',
    '-----BEGIN PRIVATE KEY-----',
    ed25519.slice(0, 200),
    ed25519.replace('b3Blbn', 'AAAAAA'),
    other,
  ];
  for (const text of texts) expect(await code(text)).toBe('sftp-key-unreadable');
});

it('refuses a file whose halves do not belong together', async () => {
  const [one, two] = [await makePrivateKey('ed25519'), await makePrivateKey('ed25519')];
  const bytes = Buffer.from(privateKeyText(one).split('\n').slice(1, -2).join(''), 'base64');
  const ownHalf = Buffer.from(one.export({ format: 'jwk' }).x ?? '', 'base64url');
  const otherHalf = Buffer.from(two.export({ format: 'jwk' }).x ?? '', 'base64url');
  for (let at = bytes.indexOf(ownHalf); at !== -1; at = bytes.indexOf(ownHalf, at + 1)) otherHalf.copy(bytes, at);
  const mixed = `-----BEGIN OPENSSH PRIVATE KEY-----\n${bytes.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`;
  const read = await readPrivateKey(mixed, null);
  // Read is also right, if what is kept is what the private half makes: then the wrong public half is gone.
  expect(read.ok ? fingerprint(read.value) : read.error.code).not.toBe(fingerprint(two));
});

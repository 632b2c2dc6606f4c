import ssh2 from 'ssh2';

export interface SshKey {
  readonly private: string;
  readonly public: string;
}

/**
 * Makes a key pair in OpenSSH form. ssh2 1.17.0 now and then writes an Ed25519 private key that it cannot read itself (5 of
 * 1,500 when counted), so each is read back, and made anew until it can be.
 */
export function makeSshKey(type: 'ed25519' | 'ecdsa'): SshKey {
  for (;;) {
    const pair =
      type === 'ecdsa' ? ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }) : ssh2.utils.generateKeyPairSync(type);
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}

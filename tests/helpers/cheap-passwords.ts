import { type BinaryLike, type ScryptOptions, scrypt as scryptCallback } from 'node:crypto';
import { promisify } from 'node:util';
import { vi } from 'vitest';

/*
 * A practice exchange hashes the passwords of twelve users when it starts: half a second of a processor, for every test that wants an
 * exchange of its own. Within a test file the hash is the same one with the lowest cost; an exchange that runs as a process of its own
 * has the real cost. Loaded before the tests of integration and browser (vitest `setupFiles`).
 */
const scrypt = promisify<BinaryLike, BinaryLike, number, ScryptOptions, Buffer>(scryptCallback);

vi.mock('../../main/practice/sso/hash-password.ts', async (importOriginal) => ({
  ...(await importOriginal<typeof import('../../main/practice/sso/hash-password.ts')>()),
  hashPassword: (password: string, salt: Uint8Array) => scrypt(password.normalize('NFKC'), salt, 32, { N: 2 }),
}));

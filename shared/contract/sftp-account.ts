import { z } from 'zod';
import { defineCall } from './call.ts';
import { appErrorSchema } from './errors.ts';

const nothing = z.strictObject({});
/** ms since 1970. */
const time = z.number().int().nonnegative();
const userNameSchema = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\x21-\x7e]+$/);
/** As `ssh-keygen -l` shows it. */
const fingerprintSchema = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/);
const addressSchema = z.union([z.ipv4(), z.ipv6()]);

/** What can be made here; more kinds can be imported. */
export const newKeyKindSchema = z.enum(['ed25519', 'rsa-3072', 'rsa-4096']);
export type NewKeyKind = z.infer<typeof newKeyKindSchema>;

/** The form of a public key: one line of OpenSSH, or the file of RFC 4716. */
export const keyFormSchema = z.enum(['openssh', 'rfc4716']);
export type KeyForm = z.infer<typeof keyFormSchema>;

/** How the exchange stands to a key or an address. Ours (docs/wire/ecp.yaml); the real exchange's words are not public. */
export const registrationSchema = z.enum(['registered', 'pending', 'expired']);

export const sftpKeySchema = z.strictObject({
  keyId: z.string().max(64),
  algorithm: z.string().max(40),
  bits: z.number().int().positive(),
  fingerprint: fingerprintSchema,
  madeAt: time,
  /** The nearer of what was chosen here and what the exchange told; null: it does not expire. */
  expiresAt: time.nullable(),
  /** `soon`: within 30 days. */
  expiry: z.enum(['valid', 'soon', 'expired']),
  /** Where the private half is: in the keychain of this PC, or in memory until the program ends. */
  kept: z.enum(['keychain', 'session']),
  /** `unknown` as long as the exchange has not been asked. */
  registration: z.enum(['unknown', 'not-registered', ...registrationSchema.options]),
});
export type SftpKey = z.infer<typeof sftpKeySchema>;

export const sftpAccountSchema = z.strictObject({
  /** Whose account this is: who is logged in to ECP, else whose key was made last; null when there is neither. */
  userName: z.string().nullable(),
  /** Of this user, newest first. All that have not expired are offered to the server, in this order. */
  keys: z.array(sftpKeySchema),
  exchange: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('not-asked'), error: appErrorSchema }),
    z.strictObject({
      kind: z.literal('told'),
      addresses: z.array(z.strictObject({ address: addressSchema, state: registrationSchema })),
      /** Registered keys whose private half is not on this PC. */
      elsewhere: z.array(
        z.strictObject({ fingerprint: fingerprintSchema, state: registrationSchema, expiresAt: time.nullable() }),
      ),
    }),
  ]),
});
export type SftpAccountView = z.infer<typeof sftpAccountSchema>;

/** The largest key file there is (RSA 16384 with a long comment) is under it, in characters. */
export const MOST_KEY_TEXT = 32_768;

const keyChoice = z.strictObject({ keyId: z.string().min(1).max(64) });
const owner = { userName: userNameSchema, expiresAt: time.nullable() };

/** The account at the exchange's SFTP server. A private key never comes back to the page. */
export const sftpAccountCalls = {
  'sftp/account': defineCall(nothing, sftpAccountSchema),
  'sftp/makeKey': defineCall(z.strictObject({ ...owner, kind: newKeyKindSchema }), sftpAccountSchema),
  /**
   * The text of a key file that a person picked, and its passphrase, cross once, from the page to the program: neither is kept or
   * logged, and the key is kept without the passphrase (docs/adr/0009-sftp-keys.md).
   */
  'sftp/importKey': defineCall(
    z.strictObject({
      ...owner,
      text: z.string().min(1).max(MOST_KEY_TEXT),
      passphrase: z.string().max(1024).nullable(),
    }),
    sftpAccountSchema,
  ),
  'sftp/removeKey': defineCall(keyChoice, sftpAccountSchema),
  'sftp/publicKey': defineCall(
    keyChoice.extend({ form: keyFormSchema }),
    z.strictObject({ text: z.string(), fileName: z.string() }),
  ),
  'sftp/registerKey': defineCall(keyChoice, sftpAccountSchema),
  'sftp/registerAddress': defineCall(z.strictObject({ address: addressSchema }), sftpAccountSchema),
} as const;

export const sftpAccountEvents = {
  'sftp/changed': sftpAccountSchema,
} as const;

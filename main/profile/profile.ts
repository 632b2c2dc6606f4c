import { z } from 'zod';

const origin = z.url({ protocol: /^https$/ });
const mailMembers = { sender: z.string().min(1).max(200), subject: z.string().min(1).max(200) };
/** `HH:MM`. */
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** 32 bytes in base64url. */
const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** A public key (RFC 7517) of P-256 or Ed25519; a file with a private member is refused. */
const policyKeySchema = z.discriminatedUnion('kty', [
  z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate }),
  z.strictObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: coordinate }),
]);
export type PolicyKey = z.infer<typeof policyKeySchema>;

const folderPattern = z.string().regex(/^\/[\x20-\x7e]{0,200}$/);

const downloadSchema = z.strictObject({
  /** The folder to look into; `{folderId}` stands for the ECP folder. Without it there is one folder for all. */
  folder: folderPattern,
  /** ECP folders to look into besides those of the catalogue, which a user without the web has never seen. */
  folderIds: z.array(z.string().min(1).max(32)).max(200).nullish(),
  /**
   * Beside each file stands one with this ending that holds its SHA-256 (as `sha256sum` writes it, or alone), e.g. `.sha256`. A file
   * without it is not fetched, one that differs from it is not delivered. Null or not given: there are none.
   */
  checksumSuffix: z
    .string()
    .regex(/^\.[A-Za-z0-9._-]{1,20}$/)
    .nullish(),
  /** Whether a file is read a second time and both readings compared; meant for exchanges without checksums. Not given: no. */
  readTwice: z.boolean().optional(),
  /**
   * What a file is called that belongs to a submission: `{fileName}` stands for the name that was submitted, `{baseName}` for it without
   * its ending, `*` for anything, e.g. `{fileName}.response.csv`. Null or not given: no file is attached to a submission.
   */
  resultNames: z
    .array(
      z
        .string()
        .max(200)
        .regex(/\{(?:fileName|baseName)\}/),
    )
    .max(20)
    .nullish(),
  /** Looks for new files and fetches them so often, while a key is there. Null or not given: as the operator chooses. */
  everyMinutes: z.number().int().min(1).max(1440).nullish(),
});

/**
 * The connection profile: everything about an exchange that the program must know. Nothing of it is written anywhere else
 * in the source. A file with an unknown member is refused, so that a misspelt limit is not silently ignored.
 */
export const profileSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  label: z.string().min(1).max(80),
  kind: z.enum(['practice', 'test', 'production']),
  /** PEM certificates of the authorities that may sign the exchange's servers; null: those of the operating system. */
  caCertificates: z.array(z.string()).min(1).nullable(),
  realms: z.strictObject({
    ccms: z.strictObject({ issuer: origin, clientId: z.string(), scope: z.string() }),
    ecp: z.strictObject({ issuer: origin, clientId: z.string(), scope: z.string() }),
  }),
  /** Origin of the ECP web API. */
  ecpApi: origin,
  help: z.strictObject({ hotline: z.string(), email: z.string() }),
  /**
   * The key with which the exchange signs its transition policy (docs/wire/policy.md). Null: no policy can be verified, so the
   * smart card is never offered.
   */
  policyKey: policyKeySchema.nullish(),
  /**
   * The PKCS#11 module of the smart card's makers. Null or not given: no cards. `modulePath` is absolute; the file must belong to
   * the system or this user and be writable by nobody else. `sha256` (hex) is checked before each load unless it is null; on Windows,
   * where owners are not looked at, it should be given. `tokenLabel`: only cards of this label are meant; null: all.
   */
  smartCard: z
    .strictObject({
      modulePath: z.string().min(1).max(1_024),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .nullable(),
      tokenLabel: z.string().min(1).max(32).nullable(),
    })
    .nullish(),
  /** A firm may forbid keeping anything in the keychain. */
  keepCredentials: z.boolean(),
  /**
   * Whether the secret of an authenticator app may be kept in the keychain and its code filled in after a press. Not given: no.
   * With it this PC holds two factors at once, so a firm must have decided it.
   */
  keepAuthenticatorSeed: z.boolean().optional(),
  /**
   * Sender and subject of the mail with the link of a forgotten password. Null or not given: the exchange does not offer it.
   * `realMail` is for a rehearsal: what the real exchange's mail looks like.
   */
  forgottenPassword: z.strictObject({ ...mailMembers, realMail: z.strictObject(mailMembers).nullable() }).nullish(),
  /**
   * The addresses that the exchange has published for a host of this profile, for the connectivity check; another one is
   * reported. Null or no entry: the exchange has published none.
   */
  expectedAddresses: z
    .record(
      z.string(),
      z
        .array(z.union([z.ipv4(), z.ipv6()]))
        .min(1)
        .nullable(),
    )
    .nullish(),
  /**
   * The SFTP server and the SHA-256 fingerprints of its host keys, as `ssh-keygen -l` shows them, one for each key that it has.
   * Null: this exchange has no SFTP, or the firm does not use it.
   */
  sftp: z
    .strictObject({
      host: z.string().min(1).max(253),
      port: z.number().int().min(1).max(65_535),
      hostKeys: z.array(z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/)).min(1),
      /** The second facility, asked when the first cannot be reached; its host keys are among `hostKeys`. */
      backup: z.strictObject({ host: z.string().min(1).max(253), port: z.number().int().min(1).max(65_535) }).nullish(),
      /** `http://` (CONNECT) or `socks5://` address of a proxy on the way; null or not given: none. */
      proxy: z.url({ protocol: /^(http|socks5)$/ }).nullish(),
      /** Where a file is put; `{folderId}` stands for the ECP folder. Without it nothing can be submitted by SFTP. */
      uploadFolder: folderPattern.nullish(),
      /** Whether the server lets files be renamed; not given: yes. Without it a file arrives under its final name piece by piece. */
      rename: z.boolean().optional(),
      /** Whether `fsync@openssh.com` is asked for where the server offers it; not given: yes. */
      fsync: z.boolean().optional(),
      /**
       * How an arrival is proved: by the exchange's own SHA-256 in Activity Enquiry (`activity`, needs an ECP session; without one the
       * file is read back), or always by reading the file back before it gets its name (`read-back`). Not given: `activity`.
       */
      confirm: z.enum(['activity', 'read-back']).optional(),
      /** Where the exchange puts files for the firm. Null or not given: nothing is fetched by SFTP. */
      download: downloadSchema.nullish(),
    })
    .nullish(),
  /**
   * The firm's rule for locking the terminal: after how many minutes without a key or a click it locks at the latest; null lets
   * the operator switch that off. Absent or null: 15 minutes.
   */
  lock: z.strictObject({ longestMinutes: z.number().int().min(1).max(240).nullable() }).nullish(),
  /**
   * The exchange's list of a firm's users (docs/wire/readiness.md), and the functions that make an administrator, who may see it.
   * Absent or null: the exchange has no such list; one may still be imported.
   */
  readiness: z.strictObject({ administratorFunctions: z.array(z.string().min(1)).min(1) }).nullish(),
  /**
   * When files are taken from the outbox of an ECP folder (Hong Kong time); a folder without an entry: at any time. `until` before
   * `from` reaches over midnight, and the day is that of its beginning. Absent or null: at any time.
   */
  watch: z
    .strictObject({
      folders: z.record(
        z.string().min(1).max(32),
        z.strictObject({
          from: clockTime.optional(),
          until: clockTime.optional(),
          days: z
            .array(z.enum(['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']))
            .min(1)
            .optional(),
        }),
      ),
    })
    .nullish(),
  /** Pages of the practice exchange that a person may open; only with kind "practice". */
  practicePages: z.strictObject({ start: z.url(), mailbox: z.url(), ccms: z.url(), clock: z.url() }).nullable(),
});
export type Profile = z.infer<typeof profileSchema>;

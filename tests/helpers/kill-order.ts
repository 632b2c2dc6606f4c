import { z } from 'zod';
import { profileSchema } from '../../main/profile/profile.ts';

/** What a process of the kill tests is told to do. */
export const killOrderSchema = z.strictObject({
  dataFolder: z.string(),
  profile: profileSchema,
  user: z.strictObject({ userId: z.string(), password: z.string(), email: z.string() }),
  file: z.strictObject({ path: z.string(), name: z.string(), size: z.number() }),
  /** A private key in OpenSSH form: the file goes by SFTP. The exchange learns of it at each start. */
  sftpKey: z.string().optional(),
  killAt: z.strictObject({ step: z.string(), time: z.number().int().positive() }).nullable(),
});
export type KillOrder = z.infer<typeof killOrderSchema>;

/** What the process prints when it comes to its end. */
export const killReportSchema = z.strictObject({
  /** What it found at its start: nothing, a draft, or a submission that the recovery finished. */
  found: z.enum(['nothing', 'draft', 'submission']),
  submissions: z.array(z.strictObject({ fileName: z.string(), state: z.string(), sha256: z.string() })),
  chainIntact: z.boolean(),
  spooled: z.number(),
});
export type KillReport = z.infer<typeof killReportSchema>;

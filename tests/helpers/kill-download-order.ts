import { z } from 'zod';
import { profileSchema } from '../../main/profile/profile.ts';

/** What a process of the kill tests for downloads is told to do. */
export const killDownloadOrderSchema = z.strictObject({
  dataFolder: z.string(),
  profile: profileSchema,
  userName: z.string(),
  privateKey: z.string(),
  killAt: z.string().nullable(),
});
export type KillDownloadOrder = z.infer<typeof killDownloadOrderSchema>;

/** What the process prints when it comes to its end. */
export const killDownloadReportSchema = z.strictObject({
  rows: z.array(z.strictObject({ fileName: z.string(), state: z.string(), sha256: z.string().nullable() })),
  /** Pieces that came over the line. */
  pieces: z.number(),
  isIntact: z.boolean(),
});
export type KillDownloadReport = z.infer<typeof killDownloadReportSchema>;

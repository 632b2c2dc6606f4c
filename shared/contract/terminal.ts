import { z } from 'zod';
import { defineCall } from './call.ts';
import { lockAfterSchema } from './lock.ts';
import { channelSchema } from './submission.ts';

const nothing = z.strictObject({});

export const languageSchema = z.enum(['en', 'zh-Hant']);
export type Language = z.infer<typeof languageSchema>;

export const settingsSchema = z.strictObject({
  language: languageSchema,
  theme: z.enum(['system', 'light', 'dark']),
  /** The last choices on the submission screen. */
  lastFolderId: z.string().max(32).nullable(),
  lastIdentity: z.string().max(100).nullable(),
  lastParticipantCode: z.string().max(16).nullable(),
  /** How files went to the exchange last. */
  lastChannel: channelSchema,
  /** What the transfers screen showed last. */
  lastTransfersTab: z.enum(['queue', 'downloads', 'watch']),
  /** For all bytes to and from the exchange's SFTP server and for submissions by web; null: no limit. */
  speedLimitKilobytesPerSecond: z.number().int().min(64).max(10_000_000).nullable(),
  /** How often new files are fetched without being asked for; null: never. */
  downloadEveryMinutes: z.number().int().min(1).max(1440).nullable(),
  lockAfterMinutes: lockAfterSchema,
  /** The day in Hong Kong on which the operator put the reminders away, until the next one. */
  remindersDismissedOn: z.string().max(10).nullable(),
  /** Where the local folders are when not in the data folder. Chosen in a window of the host, never typed in by the page. */
  filesRoot: z.string().max(4_096).nullable(),
});
export type Settings = z.infer<typeof settingsSchema>;

export const terminalStatusSchema = z.strictObject({
  version: z.string(),
  host: z.enum(['electron', 'web', 'cli']),
  profile: z.strictObject({ label: z.string(), kind: z.enum(['practice', 'test', 'production']) }),
  /** Where secrets are kept on this PC; null when nothing is kept, with the reason. */
  keychain: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('available'), backend: z.string() }),
    z.strictObject({ kind: z.literal('unavailable'), reason: z.enum(['missing', 'locked', 'failed', 'forbidden']) }),
  ]),
  /** Help of the exchange as the profile gives it (circular: DCASS hotline and address). */
  help: z.strictObject({ hotline: z.string(), email: z.string() }),
  /** Submissions that a crash or a cut left open and that wait for the next ECP log in. */
  openSubmissions: z.number().int().nonnegative(),
});
export type TerminalStatus = z.infer<typeof terminalStatusSchema>;

export const practicePageSchema = z.enum(['start', 'mailbox', 'ccms', 'clock']);

export const terminalCalls = {
  'terminal/status': defineCall(nothing, terminalStatusSchema),
  'settings/get': defineCall(nothing, settingsSchema),
  'settings/change': defineCall(settingsSchema.omit({ filesRoot: true }).partial(), settingsSchema),
  /**
   * Opens a page of the practice exchange in the person's browser. Electron opens it (`opened`); under the web host
   * the page does, with the address that comes back. Other profiles answer `practice-unavailable`.
   */
  'practice/open': defineCall(
    z.strictObject({ page: practicePageSchema }),
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('opened') }),
      z.strictObject({ kind: z.literal('address'), url: z.url() }),
    ]),
  ),
} as const;

export const terminalEvents = {
  'terminal/changed': terminalStatusSchema,
  'settings/changed': settingsSchema,
} as const;

import { z } from 'zod';
import { defineCall } from './call.ts';

/** The four folders of an ECP folder on this PC. */
export const placeKindSchema = z.enum(['outbox', 'inbox', 'archive', 'error']);
export type PlaceKind = z.infer<typeof placeKindSchema>;

/** `shown`: the file manager of this PC shows it. `path`: this host cannot open one; the path, absolute, to be copied. */
export const placeShownSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('shown') }),
  z.strictObject({ kind: z.literal('path'), path: z.string().max(8_192) }),
]);
export type PlaceShown = z.infer<typeof placeShownSchema>;

/**
 * Shows where something lies on this PC. The page names it and never gives a path: that is looked up, and must lie below the root of
 * the local folders. Errors of both: `place-gone`, `place-outside`, `local-folder-unusable` (details.reason), `place-not-shown`.
 */
export const placeCalls = {
  /** A file that was fetched: in the inbox, or in the error folder when it was kept aside. `download-not-found`: no such row. */
  'place/showDownload': defineCall(z.strictObject({ downloadId: z.string().min(1).max(64) }), placeShownSchema),
  /** A folder, made when it is missing. `place-gone`: the exchange has no such ECP folder for us. */
  'place/showFolder': defineCall(
    z.strictObject({ folderId: z.string().min(1).max(32), kind: placeKindSchema }),
    placeShownSchema,
  ),
} as const;

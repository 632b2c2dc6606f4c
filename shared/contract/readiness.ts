import { z } from 'zod';
import { defineCall } from './call.ts';
import { appErrorSchema } from './errors.ts';
import { loginMethodSchema } from './session.ts';

const nothing = z.strictObject({});
const time = z.number().int().nonnegative();
/** A day in Hong Kong, `YYYY-MM-DD`. */
const day = z.iso.date();
const count = z.number().int().nonnegative();

export const userRoleSchema = z.enum(['user', 'administrator']);

/** A user of the firm as one source knows it; null is "not told". */
export const listedUserSchema = z.strictObject({
  userId: z.string().min(1).max(128),
  name: z.string().max(200),
  role: userRoleSchema,
  /** Null: none is registered. */
  email: z.string().max(254).nullable(),
  appEnrolled: z.boolean().nullable(),
  created: day.nullable(),
  createdAfterLaunch: z.boolean().nullable(),
  cardValidUntil: day.nullable(),
  lastMethod: loginMethodSchema.nullable(),
});
export type ListedUser = z.infer<typeof listedUserSchema>;

/** What remains to be done for a user. */
export const readinessTaskSchema = z.strictObject({
  code: z.enum([
    'register-email',
    'not-at-exchange',
    'try-2fa',
    'email-shared',
    'email-differs',
    'renew-card',
    'enrol-app',
  ]),
  /** Whether the user cannot log in after the cut-over without it. */
  must: z.boolean(),
  /** The day by which; null while the exchange has not told its dates. */
  by: day.nullable(),
});
export type ReadinessTask = z.infer<typeof readinessTaskSchema>;
export type ReadinessTaskCode = ReadinessTask['code'];

export const readinessSourceSchema = z.enum(['exchange', 'import', 'both']);

export const readinessUserSchema = z.strictObject({
  ...listedUserSchema.shape,
  source: readinessSourceSchema,
  tasks: z.array(readinessTaskSchema),
  ready: z.boolean(),
});
export type ReadinessUser = z.infer<typeof readinessUserSchema>;

/** Why a line of an imported list was left out. */
export const listProblemReasonSchema = z.enum([
  'syntax',
  'columns',
  'userId',
  'name',
  'role',
  'email',
  'created',
  'cardValidUntil',
  'lastMethod',
  'duplicate',
  'too-many',
]);
export const listProblemSchema = z.strictObject({ line: z.number().int().positive(), reason: listProblemReasonSchema });
export type ListProblem = z.infer<typeof listProblemSchema>;

export const readinessCountsSchema = z.strictObject({
  users: count,
  administrators: count,
  withoutEmail: count,
  appNotEnrolled: count,
  /** Cards that have expired, or will before the cut-over. */
  cardsToRenew: count,
  notTried: count,
  ready: count,
  notReady: count,
});
export type ReadinessCounts = z.infer<typeof readinessCountsSchema>;

/** What the firm as a whole is short of (seed ECP FAQ: maker and checker, at most 20 users). */
export const firmFindingSchema = z.enum(['too-few-administrators', 'too-few-ready-administrators', 'too-many-users']);
export type FirmFinding = z.infer<typeof firmFindingSchema>;

export const readinessViewSchema = z.strictObject({
  /** The list of the exchange: only for whoever is logged in to CCMS as an administrator. */
  exchange: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('not-asked') }),
    z.strictObject({ kind: z.literal('loaded'), at: time, firm: z.string().max(200) }),
    z.strictObject({ kind: z.literal('refused'), error: appErrorSchema }),
  ]),
  /** The list that was imported from a file, and the lines of it that were left out. */
  imported: z
    .strictObject({
      fileName: z.string(),
      at: time,
      kept: count,
      refused: count,
      /** The first of them. */
      problems: z.array(listProblemSchema),
    })
    .nullable(),
  /** When 2FA began and when it becomes the only method, as the exchange's signed policy tells. */
  launch: day.nullable(),
  cutOver: day.nullable(),
  daysLeft: count.nullable(),
  counts: readinessCountsSchema,
  firm: z.array(firmFindingSchema),
  users: z.array(readinessUserSchema),
});
export type ReadinessView = z.infer<typeof readinessViewSchema>;

export const readinessCalls = {
  'readiness/view': defineCall(nothing, readinessViewSchema),
  /** Asks the exchange for its list anew; a refusal stands in the view. */
  'readiness/ask': defineCall(nothing, readinessViewSchema),
  /** Forgets the imported list. */
  'readiness/clearImport': defineCall(nothing, readinessViewSchema),
} as const;

export const readinessEvents = {
  'readiness/changed': readinessViewSchema,
} as const;

import { z } from 'zod';
import { diagnosticReasonSchema } from '../model/diagnostic-reasons.ts';
import { defineCall } from './call.ts';

const time = z.number().int().nonnegative();
const runId = z.string().min(1).max(64);
const nothing = z.strictObject({});

/**
 * The stages of a connection in the order of the table. Over SFTP `answer` is the server's banner and comes before `identity`, the
 * host key; the order in which stages run is that of `endpoint.stages`.
 */
export const diagnosticStages = ['name', 'route', 'tcp', 'identity', 'answer', 'clock'] as const;
export const diagnosticStageSchema = z.enum(diagnosticStages);
export type DiagnosticStage = z.infer<typeof diagnosticStageSchema>;

/** What a stage saw. Values are short, plain and without secrets: the user and password of a proxy's address are taken off. */
export const diagnosticDetailKeys = [
  'servers',
  'addresses',
  'expected',
  'dnsAddresses',
  'proxy',
  'variable',
  'port',
  'tried',
  'protocol',
  'subject',
  'names',
  'issuer',
  'authorities',
  'validFrom',
  'validTo',
  'chain',
  'fingerprint',
  'pinned',
  'banner',
  'url',
  'status',
  'location',
  'pageTitle',
  'offsetSeconds',
  'cause',
] as const;
const details = z.partialRecord(z.enum(diagnosticDetailKeys), z.union([z.string().max(300), z.number()]));
export type DiagnosticDetails = z.infer<typeof details>;

export const diagnosticStageResultSchema = z.strictObject({
  stage: diagnosticStageSchema,
  outcome: z.enum(['waiting', 'running', 'passed', 'failed', 'skipped', 'cancelled']),
  /** How long it took, in ms; null before it ended and when it never began. */
  ms: z.number().nonnegative().nullable(),
  /** Null while waiting or running. What it means and who should act follows from it. */
  reason: diagnosticReasonSchema.nullable(),
  details,
});
export type DiagnosticStageResult = z.infer<typeof diagnosticStageResultSchema>;

export const diagnosticEndpointSchema = z.strictObject({
  id: z.enum(['ccms-sso', 'ecp-sso', 'ecp-api', 'ecp-sftp']),
  /** e.g. `https://sso.example:443` or `sftp://files.example:22`. */
  address: z.string().max(300),
  stages: z.array(diagnosticStageResultSchema),
});
export type DiagnosticEndpoint = z.infer<typeof diagnosticEndpointSchema>;

/**
 * One run of the connectivity check, also the JSON report that a person saves or sends: no user ID, no token, no password is part
 * of it, because the check works without them.
 */
export const diagnosticRunSchema = z.strictObject({
  runId,
  version: z.string().max(64),
  profile: z.strictObject({ label: z.string(), kind: z.enum(['practice', 'test', 'production']) }),
  help: z.strictObject({ hotline: z.string(), email: z.string() }),
  outcome: z.enum(['running', 'passed', 'failed', 'cancelled']),
  startedAt: time,
  finishedAt: time.nullable(),
  endpoints: z.array(diagnosticEndpointSchema),
});
export type DiagnosticRun = z.infer<typeof diagnosticRunSchema>;

export const diagnosticsCalls = {
  /** Begins a run; while one is going on its id comes back and nothing is begun. */
  'diagnostics/start': defineCall(nothing, z.strictObject({ runId })),
  /** Ends a run at once; what has been found stays. A run that is over is left alone. */
  'diagnostics/cancel': defineCall(z.strictObject({ runId }), nothing),
  /** The present run, or the last one since the program started; null when there was none. */
  'diagnostics/report': defineCall(nothing, diagnosticRunSchema.nullable()),
} as const;

export const diagnosticsEvents = {
  /** The whole run each time, so that a late listener is right at once. */
  'diagnostics/changed': diagnosticRunSchema,
} as const;

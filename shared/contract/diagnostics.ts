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

/** The stages of the SFTP connection test, in their order. `exchange` is the key exchange; from `login` on this PC's keys are used. */
export const sftpTestStages = [
  'name',
  'route',
  'tcp',
  'answer',
  'exchange',
  'identity',
  'login',
  'offers',
  'folder',
  'write',
] as const;
export const diagnosticStageSchema = z.enum([...diagnosticStages, 'exchange', 'login', 'offers', 'folder', 'write']);
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
  'keyExchange',
  'hostKeyKind',
  'cipher',
  'keysKnown',
  'keysRefused',
  'extensions',
  'longestWrite',
  'foldersSeen',
  'foldersMissing',
  'foldersDenied',
  'testFile',
  'left',
  'step',
  'said',
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
  id: z.enum(['ccms-sso', 'ecp-sso', 'ecp-api', 'ecp-sftp', 'ecp-sftp-backup']),
  /** e.g. `https://sso.example:443` or `sftp://files.example:22`. */
  address: z.string().max(300),
  stages: z.array(diagnosticStageResultSchema),
});
export type DiagnosticEndpoint = z.infer<typeof diagnosticEndpointSchema>;

/** `all`: every server, nobody logged in. `sftp`: both SFTP servers, as far as a file that is written with this PC's keys. */
export const diagnosticScopeSchema = z.enum(['all', 'sftp']);
export type DiagnosticScope = z.infer<typeof diagnosticScopeSchema>;
const scopeChoice = z.strictObject({ scope: diagnosticScopeSchema.default('all') });

/**
 * One run of the connectivity check or of the SFTP test, also the JSON report that a person saves or sends: no user ID, no token, no
 * password is part of it, and of a key only its fingerprint.
 */
export const diagnosticRunSchema = z.strictObject({
  runId,
  scope: diagnosticScopeSchema,
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
  /**
   * Begins a run; while one of its scope is going on its id comes back and nothing is begun. `sftp-unavailable` where the profile
   * has no SFTP to test.
   */
  'diagnostics/start': defineCall(scopeChoice, z.strictObject({ runId })),
  /** Ends a run at once; what has been found stays. A run that is over is left alone. */
  'diagnostics/cancel': defineCall(z.strictObject({ runId }), nothing),
  /** The present run of a scope, or the last one since the program started; null when there was none. */
  'diagnostics/report': defineCall(scopeChoice, diagnosticRunSchema.nullable()),
} as const;

export const diagnosticsEvents = {
  /** The whole run each time, so that a late listener is right at once. */
  'diagnostics/changed': diagnosticRunSchema,
} as const;

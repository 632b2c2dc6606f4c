import { z } from 'zod';

/** The places where a fault can be asked for. */
export const faultEndpoints = [
  'ccms/page',
  'ccms/metadata',
  'ccms/challenge',
  'ccms/token',
  'ccms/revocation',
  'ccms/jwks',
  'ccms/readiness',
  'ccms/policy',
  'ecp/page',
  'ecp/metadata',
  'ecp/challenge',
  'ecp/token',
  'ecp/revocation',
  'ecp/jwks',
  'ccms/authenticator',
  'ecp/authenticator',
  'ccms/forgotten-password',
  'ecp/forgotten-password',
  'api/folders',
  'api/submit',
  'api/ask',
  'api/activities',
  'api/sftp-account',
  'sftp/connect',
  'sftp/auth',
  'sftp/open',
  'sftp/list',
  'sftp/read',
  'sftp/write',
  'sftp/fsync',
  'sftp/close',
  'sftp/stat',
  'sftp/rename',
  'sftp/response',
  'mail',
] as const;
export const faultEndpointSchema = z.enum(faultEndpoints);
export type FaultEndpoint = z.infer<typeof faultEndpointSchema>;

const milliseconds = z.number().int().min(0).max(600_000);
/** True: the request does its work first and only the answer is spoilt. False: it is read and thrown away. */
const processed = z.boolean().default(false);

/**
 * What goes wrong. `mail-delay` belongs to the endpoint `mail`; from `refuse` on they belong to the endpoints of SFTP, everything else
 * to the others; `slow` to all of them, and `wrong-checksum` to `sftp/response` as well.
 */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('slow'), milliseconds }),
  z.strictObject({ kind: z.literal('cut-request'), afterBytes: z.number().int().min(0) }),
  z.strictObject({ kind: z.literal('cut-answer') }),
  z.strictObject({
    kind: z.literal('status'),
    status: z.number().int().min(400).max(599),
    retryAfterSeconds: z.number().int().min(0).optional(),
    processed,
  }),
  z.strictObject({ kind: z.literal('wrong-checksum') }),
  z.strictObject({ kind: z.literal('html'), processed }),
  z.strictObject({ kind: z.literal('empty'), processed }),
  z.strictObject({ kind: z.literal('huge'), processed }),
  z.strictObject({ kind: z.literal('nested'), processed }),
  z.strictObject({ kind: z.literal('truncated') }),
  z.strictObject({ kind: z.literal('wrong-content-type') }),
  z.strictObject({ kind: z.literal('redirect'), to: z.url(), processed }),
  z.strictObject({ kind: z.literal('bearer') }),
  z.strictObject({ kind: z.literal('nonce') }),
  z.strictObject({ kind: z.literal('redirect-to-web') }),
  z.strictObject({ kind: z.literal('unknown-requirement') }),
  z.strictObject({ kind: z.literal('mail-delay'), milliseconds }),
  z.strictObject({ kind: z.literal('refuse') }),
  z.strictObject({ kind: z.literal('short') }),
  z.strictObject({ kind: z.literal('flip') }),
  z.strictObject({ kind: z.literal('wrong-size') }),
  z.strictObject({ kind: z.literal('grow') }),
  z.strictObject({ kind: z.literal('strange-names') }),
  z.strictObject({ kind: z.literal('reset') }),
  z.strictObject({ kind: z.literal('fin') }),
  z.strictObject({ kind: z.literal('black-hole') }),
  z.strictObject({ kind: z.literal('half-open') }),
  z.strictObject({ kind: z.literal('channel-close') }),
]);
export type Fault = z.infer<typeof faultSchema>;
export type FaultKind = Fault['kind'];
export const faultKinds = faultSchema.options.map((option) => option.shape.kind.value);
export const faultKindSchema = z.enum(faultKinds);

/** A fault for the next `count` requests of one endpoint. */
export const faultRuleSchema = z.strictObject({
  endpoint: faultEndpointSchema,
  fault: faultSchema,
  count: z.number().int().min(1).max(10_000).default(1),
});
export type FaultRule = z.infer<typeof faultRuleSchema>;
export type FaultRuleInput = z.input<typeof faultRuleSchema>;

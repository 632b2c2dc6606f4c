import { z } from 'zod';
import { activityCalls } from './activity.ts';
import { authenticatorCalls } from './authenticator.ts';
import { cardCalls, cardEvents } from './card.ts';
import { diagnosticsCalls, diagnosticsEvents } from './diagnostics.ts';
import { downloadCalls, downloadEvents } from './download.ts';
import { lockCalls, lockEvents } from './lock.ts';
import { placeCalls } from './place.ts';
import { policyCalls, policyEvents } from './policy.ts';
import { queueCalls, queueEvents } from './queue.ts';
import { readinessCalls, readinessEvents } from './readiness.ts';
import { recoveryCalls } from './recovery.ts';
import { sessionCalls, sessionEvents } from './session.ts';
import { sftpAccountCalls, sftpAccountEvents } from './sftp-account.ts';
import { submissionCalls, submissionEvents } from './submission.ts';
import { terminalCalls, terminalEvents } from './terminal.ts';
import { watchCalls, watchEvents } from './watch.ts';

/** Every call of the program. A new call is added in its feature's file here and in `main/app/handlers`. */
export const calls = {
  ...sessionCalls,
  ...authenticatorCalls,
  ...recoveryCalls,
  ...submissionCalls,
  ...queueCalls,
  ...sftpAccountCalls,
  ...downloadCalls,
  ...watchCalls,
  ...placeCalls,
  ...activityCalls,
  ...terminalCalls,
  ...diagnosticsCalls,
  ...policyCalls,
  ...cardCalls,
  ...lockCalls,
  ...readinessCalls,
} as const;
export type Calls = typeof calls;
export type CallName = keyof Calls;
/** What the page gives (defaults may be left out) and what the handler receives. */
export type CallInput<N extends CallName> = z.input<Calls[N]['input']>;
export type ParsedInput<N extends CallName> = z.output<Calls[N]['input']>;
export type CallOutput<N extends CallName> = z.output<Calls[N]['output']>;

/** Every event that a host pushes to its page. */
export const events = {
  ...sessionEvents,
  ...submissionEvents,
  ...queueEvents,
  ...sftpAccountEvents,
  ...downloadEvents,
  ...watchEvents,
  ...terminalEvents,
  ...diagnosticsEvents,
  ...policyEvents,
  ...cardEvents,
  ...lockEvents,
  ...readinessEvents,
} as const;
export type Events = typeof events;
export type EventName = keyof Events;
export type EventPayload<N extends EventName> = z.output<Events[N]>;
/** An event as it travels. */
export type AppEvent = { [N in EventName]: { readonly name: N; readonly payload: EventPayload<N> } }[EventName];

/**
 * Bytes do not fit a JSON call: a file comes in by a host's own way (a stream over HTTP, a path that the preload
 * resolved) as one of these, and the answer is a `Draft`, a `CheckResult` or a `ReadinessView` of the contract.
 */
export const filePurposeSchema = z.enum(['submission', 'check', 'user-list']);
export type FilePurpose = z.infer<typeof filePurposeSchema>;

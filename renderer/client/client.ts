import { z } from 'zod';
import type { CheckResult } from '../../shared/contract/activity.ts';
import { checkResultSchema } from '../../shared/contract/activity.ts';
import { appError, appErrorSchema } from '../../shared/contract/errors.ts';
import {
  type AppEvent,
  type CallInput,
  type CallName,
  type CallOutput,
  calls,
  type EventName,
  events,
  type FilePurpose,
} from '../../shared/contract/index.ts';
import { type ReadinessView, readinessViewSchema } from '../../shared/contract/readiness.ts';
import { type Draft, draftSchema } from '../../shared/contract/submission.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';

/** What the page wants to hear from its program. */
export interface ClientListener {
  event(event: AppEvent): void;
  /** The events flow (again): whatever was missed must now be queried anew. Also called for the first connection. */
  connected(): void;
  /** The program does not answer; the client goes on trying. */
  lost(): void;
}

/** The page's only way to the program. Every answer has been parsed with the contract before it comes out here. */
export interface Client {
  readonly host: 'electron' | 'web';
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>>;
  subscribe(listener: ClientListener): () => void;
  /** Hands a chosen file to the program; `onProgress` gets the part that is over, from 0 to 1, where the host can tell. */
  addFile<P extends FilePurpose>(
    file: File,
    purpose: P,
    onProgress: (part: number) => void,
  ): Promise<Result<AddedFile<P>>>;
}

/** What becomes of a file: a draft, the answer of a check, the readiness with the imported list. */
interface AddedFiles {
  readonly submission: Draft;
  readonly check: CheckResult;
  readonly 'user-list': ReadinessView;
}
export type AddedFile<P extends FilePurpose> = AddedFiles[P];

const addedFileSchemas: Readonly<Record<FilePurpose, z.ZodType>> = {
  submission: draftSchema,
  check: checkResultSchema,
  'user-list': readinessViewSchema,
};

const failureSchema = z.strictObject({ ok: z.literal(false), error: appErrorSchema });

function parseResult(output: z.ZodType, answer: unknown): Result<unknown> {
  const parsed = z
    .discriminatedUnion('ok', [z.strictObject({ ok: z.literal(true), value: output }), failureSchema])
    .safeParse(answer);
  if (!parsed.success) return err(appError('internal'));
  return parsed.data.ok ? ok(parsed.data.value) : err(parsed.data.error);
}

/** Takes what a host answered to a call; an answer that does not fit the contract becomes `internal`. */
export function parseAnswer<N extends CallName>(name: N, answer: unknown): Result<CallOutput<N>> {
  // The schema of `name` has just checked it; TypeScript cannot follow an index by a type parameter.
  return parseResult(calls[name].output, answer) as Result<CallOutput<N>>;
}

/** Takes what a host answered to a file. */
export function parseAddedFile<P extends FilePurpose>(purpose: P, answer: unknown): Result<AddedFile<P>> {
  return parseResult(addedFileSchemas[purpose], answer) as Result<AddedFile<P>>;
}

/** Takes an event as it travelled; gives null when it does not fit the contract. */
export function parseEvent(value: unknown): AppEvent | null {
  const named = z.strictObject({ name: z.string(), payload: z.unknown() }).safeParse(value);
  if (!named.success || !Object.hasOwn(events, named.data.name)) return null;
  const name = named.data.name as EventName;
  const payload = events[name].safeParse(named.data.payload);
  return payload.success ? ({ name, payload: payload.data } as AppEvent) : null;
}

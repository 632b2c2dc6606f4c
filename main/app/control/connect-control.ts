import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import type { ZodType } from 'zod';
import { checkResultSchema } from '../../../shared/contract/activity.ts';
import { appError } from '../../../shared/contract/errors.ts';
import { type AppEvent, type CallName, calls, events } from '../../../shared/contract/index.ts';
import { draftSchema } from '../../../shared/contract/submission.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { controlFileIn, isOursAlone } from './control-address.ts';
import {
  type ControlFile,
  type ControlGreeting,
  controlAnswerSchema,
  controlChallengeSchema,
  controlFileSchema,
  controlGreetingSchema,
  MOST_ANSWER,
} from './control-messages.ts';
import { isProof, newNonce, proveToken } from './prove-token.ts';
import { readLines } from './read-lines.ts';

/** A terminal that runs, as a command sees it. */
export interface ControlConnection {
  readonly greeting: ControlGreeting;
  /** Answers of the contract; `unreachable` once the terminal has gone. */
  call(name: CallName, input: unknown): Promise<Result<unknown>>;
  /** The path must be absolute: the terminal reads the file itself. */
  addFile(file: string, purpose: 'submission' | 'check'): Promise<Result<unknown>>;
  subscribe(listener: (event: AppEvent) => void): () => void;
  /** Raised when the terminal has gone. */
  readonly gone: AbortSignal;
  close(): void;
}

const GREETING_DEADLINE = 5_000;

/** The terminal's file in the data folder; null when there is none, or when it is not this user's alone. */
function readControlFile(dataFolder: string): ControlFile | null {
  const file = controlFileIn(dataFolder);
  try {
    const parsed = controlFileSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (!parsed.success || !isOursAlone(file)) return null;
    // Whoever could put a socket there in our terminal's place would keep commands from it.
    const isSocket = process.platform !== 'win32';
    if (
      isSocket &&
      path.dirname(parsed.data.address) !== dataFolder &&
      !isOursAlone(path.dirname(parsed.data.address))
    ) {
      return null;
    }
    return parsed.data;
  } catch {
    // Absent or half-written: nobody serves.
    return null;
  }
}

function opened(address: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => resolve(socket));
    // Nobody listens any more: the terminal was killed.
    socket.once('error', () => resolve(null));
  });
}

function eventIn(value: { readonly name: string }): AppEvent | null {
  const { name } = value;
  if (!Object.hasOwn(events, name)) return null;
  const payload = events[name as AppEvent['name']].safeParse('payload' in value ? value.payload : null);
  return payload.success ? ({ name, payload: payload.data } as AppEvent) : null;
}

const fileAnswers = { submission: draftSchema, check: checkResultSchema } as const;

function checked(schema: ZodType, result: Result<unknown>): Result<unknown> {
  if (!result.ok) return result;
  const output = schema.safeParse(result.value);
  return output.success ? ok(output.data) : err(appError('answer-invalid'));
}

/** Requests and answers over a socket that is open. */
function converse(socket: Socket) {
  const gone = new AbortController();
  const listeners = new Set<(event: AppEvent) => void>();
  const waiting = new Map<number, (result: Result<unknown>) => void>();
  let last = 0;

  const end = () => {
    gone.abort();
    for (const resolve of waiting.values()) resolve(err(appError('unreachable', { retry: 'now' })));
    waiting.clear();
  };
  const take = (line: string) => {
    const answer = controlAnswerSchema.parse(JSON.parse(line));
    if ('event' in answer) {
      const event = eventIn(answer.event);
      if (event) for (const listener of listeners) listener(event);
      return;
    }
    waiting.get(answer.id)?.(answer.result);
    waiting.delete(answer.id);
  };
  const onLine = (line: string) => {
    try {
      take(line);
    } catch {
      // A terminal of another version, or no terminal at all.
      socket.destroy();
    }
  };
  socket.on('data', readLines({ most: MOST_ANSWER, onLine, onTooLong: () => socket.destroy() }));
  socket.on('error', () => undefined);
  socket.once('close', end);
  return {
    gone: gone.signal,
    ask(request: object): Promise<Result<unknown>> {
      if (gone.signal.aborted) return Promise.resolve(err(appError('unreachable', { retry: 'now' })));
      const id = ++last;
      const answered = new Promise<Result<unknown>>((resolve) => waiting.set(id, resolve));
      socket.write(`${JSON.stringify({ id, ...request })}\n`);
      return answered;
    },
    subscribe(listener: (event: AppEvent) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

type Talk = ReturnType<typeof converse>;

/** Has the terminal prove that it is the one of the file, and then proves to be allowed to speak. Null: it is somebody else. */
async function shakeHands({ ask }: Talk, token: string): Promise<ControlGreeting | null> {
  const hello = newNonce();
  const answer = await ask({ hello });
  const challenge = answer.ok ? controlChallengeSchema.safeParse(answer.value).data : undefined;
  if (!challenge || !isProof(challenge.proof, proveToken(token, 'terminal', hello))) return null;
  const greeting = await ask({ proof: proveToken(token, 'command', challenge.nonce) });
  return greeting.ok ? (controlGreetingSchema.safeParse(greeting.value).data ?? null) : null;
}

/** Finds the terminal that holds this data folder (absolute) and greets it. Null: none listens there. */
export async function connectControl(dataFolder: string): Promise<ControlConnection | null> {
  const file = readControlFile(dataFolder);
  const socket = file && (await opened(file.address));
  if (!file || !socket) return null;
  const talk = converse(socket);
  const deadline = setTimeout(() => socket.destroy(), GREETING_DEADLINE);
  const greeting = await shakeHands(talk, file.token);
  clearTimeout(deadline);
  if (!greeting) {
    socket.destroy();
    return null;
  }
  return {
    greeting,
    call: async (call, input) => checked(calls[call].output, await talk.ask({ call, input })),
    addFile: async (file, purpose) => checked(fileAnswers[purpose], await talk.ask({ file: { path: file, purpose } })),
    subscribe: talk.subscribe,
    gone: talk.gone,
    close: () => socket.destroy(),
  };
}

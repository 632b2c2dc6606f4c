import type { Socket } from 'node:net';
import { appError } from '../../../shared/contract/errors.ts';
import type { AppEvent } from '../../../shared/contract/index.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { App } from '../app.ts';
import { fileAtPath } from '../file-at-path.ts';
import { type ControlGreeting, type ControlRequest, controlRequestSchema, MOST_REQUEST } from './control-messages.ts';
import { isProof, newNonce, proveToken } from './prove-token.ts';
import { readLines } from './read-lines.ts';

export interface AnswerOptions {
  readonly app: Pick<App, 'commandLine' | 'subscribe' | 'onTrouble'>;
  readonly token: string;
  readonly greeting: ControlGreeting;
}

/** A stranger who says nothing does not stay, in ms. */
const GREETING_DEADLINE = 5_000;
/** A command that reads nothing is not waited for with all news of a day in memory, in bytes. */
const MOST_WAITING = 32 * 1024 * 1024;

/** The news of the terminal that a command may need; who is logged in is not among them. */
const areas = ['submission/', 'draft/', 'download/'];

type Handshake = Extract<ControlRequest, { hello: string } | { proof: string }>;

function draftIn(input: unknown): string | null {
  if (typeof input !== 'object' || input === null) return null;
  const id = 'draftId' in input ? input.draftId : 'submissionId' in input ? input.submissionId : null;
  return typeof id === 'string' ? id : null;
}

/** Calls that change a draft or break a submission off: each command has its own only, never the operator's. */
const ownOnly: ReadonlySet<string> = new Set([
  'draft/update',
  'draft/remove',
  'submission/submit',
  'submission/cancel',
]);

/** What one command does, with the drafts that it brought in. A draft that it did not submit goes when it does. */
function createVisit(door: App['commandLine']) {
  const own = new Set<string>();
  const drafts = new Set<string>();
  return {
    async answer(request: Exclude<ControlRequest, Handshake>): Promise<Result<unknown>> {
      if ('file' in request) {
        const file = await fileAtPath(request.file.path, request.file.purpose);
        const added = file.ok ? await door.addFile(file.value) : file;
        if (added.ok && 'draftId' in added.value) {
          own.add(added.value.draftId);
          drafts.add(added.value.draftId);
        }
        return added;
      }
      const draftId = draftIn(request.input);
      if (ownOnly.has(request.call) && !own.has(draftId ?? '')) return err(appError('client-refused'));
      const result = await door.dispatch(request.call, request.input);
      if (result.ok && request.call === 'submission/submit' && draftId) drafts.delete(draftId);
      return result;
    },
    async leave(): Promise<void> {
      for (const draftId of drafts) await door.dispatch('draft/remove', { draftId });
    },
  };
}

function parseRequest(line: string): ControlRequest | null {
  try {
    return controlRequestSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    // Not JSON: it comes from something else than our command line.
    return null;
  }
}

/** Speaks with one command until it goes. Whoever does not prove to know the token, or breaks the form, is cut off without an answer. */
export function answerCommandLine(socket: Socket, { app, token, greeting }: AnswerOptions): void {
  const visit = createVisit(app.commandLine);
  let unsubscribe: (() => void) | null = null;
  let nonce: string | null = null;
  let working = Promise.resolve();
  const deadline = setTimeout(() => socket.destroy(), GREETING_DEADLINE);

  const say = (message: object) => {
    if (socket.writableLength > MOST_WAITING) socket.destroy();
    else if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
  };
  const tell = (event: AppEvent) => {
    if (areas.some((area) => event.name.startsWith(area))) say({ event });
  };
  const shakeHands = (request: Handshake) => {
    if ('hello' in request) {
      nonce = newNonce();
      say({ id: request.id, result: ok({ proof: proveToken(token, 'terminal', request.hello), nonce }) });
    } else if (nonce !== null && isProof(request.proof, proveToken(token, 'command', nonce))) {
      clearTimeout(deadline);
      unsubscribe ??= app.subscribe(tell);
      say({ id: request.id, result: ok(greeting) });
    } else socket.destroy();
  };
  const take = (request: ControlRequest) => {
    if ('hello' in request || 'proof' in request) return shakeHands(request);
    if (unsubscribe === null) return socket.destroy();
    // Not one after the other: a command breaks off what it is still waiting for.
    const answered = visit
      .answer(request)
      .catch((bug: unknown) => {
        app.onTrouble(bug);
        return err(appError('internal'));
      })
      .then((result) => say({ id: request.id, result }));
    working = Promise.all([working, answered]).then(() => undefined);
  };

  socket.on(
    'data',
    readLines({
      most: MOST_REQUEST,
      onLine: (line) => {
        const request = parseRequest(line);
        if (request) take(request);
        else socket.destroy();
      },
      onTooLong: () => socket.destroy(),
    }),
  );
  // A command that was killed: its end is what counts, and `close` follows.
  socket.on('error', () => undefined);
  socket.once('close', () => {
    clearTimeout(deadline);
    unsubscribe?.();
    void working.then(visit.leave).catch(app.onTrouble);
  });
}

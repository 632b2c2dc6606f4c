import type { AddedFile, Client, ClientListener } from '../../renderer/client/client.ts';
import { appError } from '../../shared/contract/errors.ts';
import type { AppEvent, CallInput, CallName, CallOutput, FilePurpose } from '../../shared/contract/index.ts';
import { err, type Result } from '../../shared/lib/result.ts';

type Answers = {
  [N in CallName]?: (input: CallInput<N>) => Promise<Result<CallOutput<N>>> | Result<CallOutput<N>>;
};

export interface FakeClient extends Client {
  /** The names of the calls so far, in order. */
  readonly called: CallName[];
  push(event: AppEvent): void;
  connect(): void;
  lose(): void;
}

/** A client whose answers a test gives; a call without one answers `internal`. */
export function createFakeClient(
  answers: Answers,
  addFile: (file: File, purpose: FilePurpose) => Promise<Result<AddedFile<FilePurpose>>> = async () =>
    err(appError('internal')),
): FakeClient {
  const called: CallName[] = [];
  const listeners = new Set<ClientListener>();
  const each = (tell: (listener: ClientListener) => void) => listeners.forEach(tell);
  return {
    host: 'web',
    called,
    async call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>> {
      called.push(name);
      const answer = answers[name];
      return answer ? answer(input) : err(appError('internal'));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    // The test gives an answer that fits the purpose it asks for.
    addFile: async <P extends FilePurpose>(file: File, purpose: P) =>
      (await addFile(file, purpose)) as Result<AddedFile<P>>,
    push: (event) => each((listener) => listener.event(event)),
    connect: () => each((listener) => listener.connected()),
    lose: () => each((listener) => listener.lost()),
  };
}

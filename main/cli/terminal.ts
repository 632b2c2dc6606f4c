import type { CheckResult } from '../../shared/contract/activity.ts';
import type { AppEvent, CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import type { Draft } from '../../shared/contract/submission.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { App } from '../app/app.ts';
import type { ControlConnection } from '../app/control/connect-control.ts';
import { fileAtPath } from '../app/file-at-path.ts';
import type { StartedTerminal } from '../app/start-terminal.ts';

/** What a command works with: the program itself, or one that runs already and holds the data folder. */
export interface Terminal {
  /** `own`: what is not finished when this process ends waits for the next program. `running`: it goes on there. */
  readonly kind: 'own' | 'running';
  readonly help: { readonly hotline: string; readonly email: string };
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>>;
  /** Paths are absolute. */
  addFile(file: string): Promise<Result<Draft>>;
  checkFile(file: string): Promise<Result<CheckResult>>;
  subscribe(listener: (event: AppEvent) => void): () => void;
  /** Raised when a running one has gone. */
  readonly gone: AbortSignal;
  close(): Promise<void>;
}

const logIn: ReadonlySet<CallName> = new Set([
  'session/begin',
  'session/submitOtp',
  'session/cancel',
  'session/logOut',
  'session/state',
  'folder/list',
]);

async function addTo(app: App, file: string, purpose: 'submission' | 'check'): Promise<Result<unknown>> {
  const incoming = await fileAtPath(file, purpose);
  return incoming.ok ? app.commandLine.addFile(incoming.value) : incoming;
}

/** Takes a program that was started for this command. Beside the calls of the command line it logs in, for nobody else is there to. */
export function ownTerminal({ app, profile, stop }: StartedTerminal): Terminal {
  return {
    kind: 'own',
    help: profile.help,
    call: <N extends CallName>(name: N, input: CallInput<N>) =>
      (logIn.has(name) ? app.dispatch(name, input) : app.commandLine.dispatch(name, input)) as Promise<
        Result<CallOutput<N>>
      >,
    addFile: (file) => addTo(app, file, 'submission') as Promise<Result<Draft>>,
    checkFile: (file) => addTo(app, file, 'check') as Promise<Result<CheckResult>>,
    subscribe: app.subscribe,
    gone: new AbortController().signal,
    close: stop,
  };
}

/** Takes the connection to a program that runs. */
export function runningTerminal(connection: ControlConnection): Terminal {
  return {
    kind: 'running',
    help: connection.greeting.help,
    call: <N extends CallName>(name: N, input: CallInput<N>) =>
      connection.call(name, input) as Promise<Result<CallOutput<N>>>,
    addFile: (file) => connection.addFile(file, 'submission') as Promise<Result<Draft>>,
    checkFile: (file) => connection.addFile(file, 'check') as Promise<Result<CheckResult>>,
    subscribe: connection.subscribe,
    gone: connection.gone,
    close: async () => connection.close(),
  };
}

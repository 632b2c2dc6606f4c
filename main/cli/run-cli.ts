import { type AppError, appError } from '../../shared/contract/errors.ts';
import { systemClock } from '../app/system-clock.ts';
import type { CliContext } from './context.ts';
import { doctor } from './doctor.ts';
import { download } from './download.ts';
import { type ExitCode, exitCodeOf } from './exit-code.ts';
import { helpText } from './help-text.ts';
import type { CliHost } from './host.ts';
import { keys } from './keys.ts';
import { openTerminal } from './open-terminal.ts';
import { createPrinter, type Printer, type Sink } from './printer.ts';
import { type Asked, readArguments } from './read-arguments.ts';
import { status } from './status.ts';
import type { StdinLines } from './stdin-lines.ts';
import { submit } from './submit.ts';
import type { Terminal } from './terminal.ts';
import { verify } from './verify.ts';
import { createWords, languageOf, type Words } from './words.ts';

export interface CliParts {
  readonly args: readonly string[];
  readonly host: CliHost;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: StdinLines;
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Raised by Ctrl+C or SIGTERM. */
  readonly interrupted: AbortSignal;
  /** The absolute path of what a person named. */
  readonly pathOf: (name: string) => string;
}

/** So long a command waits for another one that holds the data folder, unless `--timeout` is shorter. */
const FOLDER_WAIT_MS = 60_000;
const never = new AbortController().signal;

type Run = Extract<Asked, { kind: 'run' }>;

const commands: Readonly<
  Record<Exclude<Run['command'], 'doctor'>, (context: CliContext, terminal: Terminal) => Promise<ExitCode>>
> = { submit, status, download, verify, keys };

async function work(context: CliContext, onTerminal: (terminal: Terminal) => void): Promise<ExitCode> {
  const { command, values, printer, words, host, pathOf, interrupted, timeout } = context;
  if (command === 'doctor') return doctor(context);
  const terminal = await openTerminal({
    host,
    profileFile: values.profile === undefined ? null : pathOf(values.profile),
    dataFolder: values['data-folder'] === undefined ? null : pathOf(values['data-folder']),
    signal: AbortSignal.any([interrupted, timeout, AbortSignal.timeout(FOLDER_WAIT_MS)]),
    onWait: () => printer.event({ event: 'waiting', file: null }, words.t('says.waiting')),
  });
  if (!terminal.ok) {
    const failure: AppError = interrupted.aborted ? appError('cancelled') : terminal.error;
    return printer.end(exitCodeOf(failure), failure);
  }
  onTerminal(terminal.value);
  try {
    return await commands[command](context, terminal.value);
  } finally {
    await terminal.value.close();
  }
}

function sayMistake(asked: Extract<Asked, { kind: 'mistake' }>, words: Words, printer: Printer): ExitCode {
  const { mistake, command } = asked;
  const message = words.t(`mistake.${mistake.kind}`, { name: mistake.name });
  const next = words.t('mistake.next', { command: command === null ? 'ccms' : `ccms ${command}` });
  return printer.end(2, { code: 'usage', exchangeCode: null, message, next });
}

/** A bug's class and place. Not its message: messages quote data. */
function bugText(bug: unknown): string {
  if (!(bug instanceof Error)) return typeof bug;
  const frames = (bug.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return [bug.name, ...frames.slice(0, 12)].join('\n');
}

/** Runs one command from its arguments to its exit code. Everything that it says goes through `stdout` and `stderr`. */
export async function runCli(parts: CliParts): Promise<ExitCode> {
  const { args, host, env, stdin, stdout, stderr, interrupted, pathOf } = parts;
  const asked = readArguments(args);
  if (asked.kind === 'version') {
    stdout.write(`ccms ${host.version}\n`);
    return 0;
  }
  let help = { hotline: '', email: '' };
  const words = await createWords(languageOf(asked.values.language, env), () => help);
  if (asked.kind === 'help') {
    stdout.write(helpText(asked.command, words));
    return 0;
  }
  const { command, values } = asked;
  const json = values.output === 'json';
  const printer = createPrinter({ stdout, stderr, json, command, words, clock: systemClock });
  if (asked.kind === 'mistake') return sayMistake(asked, words, printer);
  const timeout =
    values.timeout === undefined || command === 'doctor' ? never : AbortSignal.timeout(Number(values.timeout) * 1000);
  const { operands } = asked;
  const context: CliContext = {
    command: asked.command,
    values,
    operands,
    host,
    words,
    printer,
    stdin,
    interrupted,
    timeout,
    pathOf,
  };
  try {
    return await work(context, (terminal) => {
      help = terminal.help;
    });
  } catch (bug) {
    stderr.write(`${bugText(bug)}\n`);
    return printer.end(exitCodeOf({ code: 'internal' }), appError('internal'));
  }
}

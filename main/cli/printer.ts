import type { AppError } from '../../shared/contract/errors.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { CommandName } from './commands.ts';
import type { ExitCode } from './exit-code.ts';
import { type ErrorLine, type EventLine, type OutputLine, outputLineSchema, type ResultLine } from './output-lines.ts';
import type { Words } from './words.ts';

/** Where text goes. `isTerminal`: somebody is looking on, so progress may be shown. */
export interface Sink {
  write(text: string): void;
  readonly isTerminal: boolean;
}

export interface Printer {
  /** News while something goes on; in text only for a terminal, on standard error. `text` is one line. */
  event(line: EventLine, text?: string): void;
  /** What became of one file or thing: `text` on standard output, the failure on standard error. */
  result(line: Omit<ResultLine, 'error'>, text?: string): void;
  /** Tells a person at a terminal what is to be typed; nothing of it is shown. */
  ask(text: string): void;
  /** The last line. Gives the exit code back. */
  end(exitCode: ExitCode, failure?: AppError | ErrorLine): ExitCode;
}

export interface PrinterOptions {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly json: boolean;
  readonly command: CommandName | null;
  readonly words: Words;
  readonly clock: Clock;
}

/** Turns into one line what a name or an answer may hold: a command's output is read by programs and shown on terminals. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '?');
}

function errorLine(failure: AppError | ErrorLine, words: Words): ErrorLine {
  if ('message' in failure) return failure;
  return { code: failure.code, exchangeCode: failure.exchangeCode ?? null, ...words.error(failure) };
}

/** Prints results to standard output, and progress and failures to standard error; or everything as JSON lines to standard output. */
export function createPrinter({ stdout, stderr, json, command, words, clock }: PrinterOptions): Printer {
  let results = 0;
  let isLineOpen = false;
  const head = () => ({ v: 1 as const, command, at: new Date(clock.now()).toISOString() });
  const put = (line: OutputLine) => stdout.write(`${JSON.stringify(outputLineSchema.parse(line))}\n`);
  const clear = () => {
    if (isLineOpen) stderr.write('\r\u001b[K');
    isLineOpen = false;
  };
  const tell = (name: string | null, error: ErrorLine) => {
    const where = name === null ? '' : `${plain(name)}: `;
    stderr.write(`ccms: ${where}${plain(error.message)} [${error.code}]\n      ${plain(error.next)}\n`);
  };
  return {
    event(line, text) {
      if (json) return put({ ...head(), type: 'event', ...line });
      if (!stderr.isTerminal || text === undefined) return;
      clear();
      // The next news takes its place.
      stderr.write(plain(text).slice(0, 200));
      isLineOpen = true;
    },
    result({ failure, ...line }, text) {
      results += 1;
      const error = failure ? errorLine(failure, words) : null;
      if (json) return put({ ...head(), type: 'result', ...line, error });
      clear();
      if (text !== undefined) stdout.write(`${text.split('\n').map(plain).join('\n')}\n`);
      if (error) tell(line.file, error);
    },
    ask(text) {
      clear();
      if (stderr.isTerminal) stderr.write(`${plain(text)}\n`);
    },
    end(exitCode, failure) {
      const error = failure ? errorLine(failure, words) : null;
      clear();
      if (json) put({ ...head(), type: 'end', exitCode, results, error });
      else if (error) tell(null, error);
      return exitCode;
    },
  };
}

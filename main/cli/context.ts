import type { CommandName } from './commands.ts';
import type { CliHost } from './host.ts';
import type { Printer } from './printer.ts';
import type { Values } from './read-arguments.ts';
import type { StdinLines } from './stdin-lines.ts';
import type { Words } from './words.ts';

/** What each command gets. */
export interface CliContext {
  readonly command: CommandName;
  readonly values: Values;
  readonly operands: readonly string[];
  readonly host: CliHost;
  readonly words: Words;
  readonly printer: Printer;
  readonly stdin: StdinLines;
  /** Raised by Ctrl+C or SIGTERM. */
  readonly interrupted: AbortSignal;
  /** Raised when `--timeout` is over. */
  readonly timeout: AbortSignal;
  /** The absolute path of what was named, from where the command was called. */
  pathOf(name: string): string;
}

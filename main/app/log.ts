import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';

/** The program's own log. It takes names and codes, never inputs or answers: what is not given cannot leak. */
export interface Log {
  call(name: string, outcome: string): void;
  event(name: string, details?: Readonly<Record<string, string | number>>): void;
  /** A bug: its class and stack are kept, its message is not (messages quote data). */
  bug(where: string, bug: unknown): void;
  close(): void;
}

const KEPT = 10;
/** What waits for a disk that takes nothing; the lines beyond it are lost. */
const WAITING_BYTES = 1024 * 1024;
const MAX_BYTES = 10 * 1024 * 1024;

/** Moves `terminal.jsonl` to `.1`, `.1` to `.2` and so on, when it has grown over 10 MB; ten are kept. */
function rotate(file: string): void {
  if (!existsSync(file) || statSync(file).size < MAX_BYTES) return;
  for (let number = KEPT - 1; number >= 1; number--) {
    const from = `${file}.${number}`;
    if (existsSync(from)) renameSync(from, `${file}.${number + 1}`);
  }
  renameSync(file, `${file}.1`);
}

function frames(bug: unknown): string {
  if (!(bug instanceof Error) || !bug.stack) return '';
  return bug.stack
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 12)
    .join('\n');
}

/** Opens the log in `<dataFolder>/logs/terminal.jsonl`: one JSON object a line, UTC. */
export function openLog(dataFolder: string): Log {
  const folder = path.join(dataFolder, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'terminal.jsonl');
  rotate(file);
  const destination = pino.destination({ dest: file, sync: true, mode: 0o600, maxLength: WAITING_BYTES });
  // A full or broken disk: the program goes on and says so where it matters, in the ledger's answers. Without a listener each
  // line would throw at whoever wrote it.
  destination.on('error', () => undefined);
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return {
    call: (name, outcome) => logger.info({ call: name, outcome }),
    event: (name, details = {}) => logger.info({ event: name, ...details }),
    bug: (where, bug) =>
      logger.error({ bug: where, type: bug instanceof Error ? bug.name : typeof bug, stack: frames(bug) }),
    close: () => destination.end(),
  };
}

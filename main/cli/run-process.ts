import path from 'node:path';
import type { CliHost } from './host.ts';
import type { Sink } from './printer.ts';
import { runCli } from './run-cli.ts';
import { createStdinLines } from './stdin-lines.ts';

/** A pipe takes its text in time; the process must not end before. */
function sinkOf(stream: NodeJS.WriteStream): Sink {
  // Whoever read it has gone (`| head`): that is no reason to break a submission off.
  stream.on('error', () => undefined);
  return { write: (text) => void stream.write(text), isTerminal: stream.isTTY };
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve();
    else stream.write('', () => resolve());
  });
}

/** Runs the command of this process and ends it with the exit code. `from`: the folder in which the person called it. */
export async function runProcess(host: CliHost, from: string): Promise<never> {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort());
  // Neither a signal nor the timer of --timeout keeps a process; one that waits for them alone would end without a word.
  setInterval(() => undefined, 60_000);
  const stdin = createStdinLines(process.stdin, { onInterrupt: () => interrupted.abort() });
  const code = await runCli({
    args: process.argv.slice(2),
    host,
    env: process.env,
    stdin,
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr),
    interrupted: interrupted.signal,
    pathOf: (name) => path.resolve(from, name),
  });
  await Promise.all([drained(process.stdout), drained(process.stderr)]);
  process.exit(code);
}

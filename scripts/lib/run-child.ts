import { type ChildProcess, spawn } from 'node:child_process';
import { root } from './root.ts';

const PATIENCE_MS = 5_000;

export interface RunningChild {
  readonly child: ChildProcess;
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** Starts a program that ends with this one: Ctrl+C and SIGTERM are handed on, and after five seconds it is killed. */
export function runChild(program: string, args: readonly string[]): RunningChild {
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let killer: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill('SIGTERM');
    killer ??= setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  process.once('exit', stop);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(killer);
      for (const signal of signals) process.off(signal, stop);
      process.off('exit', stop);
      resolve(code);
    });
  });
  return { child, ended };
}

import { spawn } from 'node:child_process';
import path from 'node:path';
import { type KillOrder, type KillReport, killReportSchema } from './kill-order.ts';

const child = path.join(import.meta.dirname, 'kill-child.ts');

export type KillOutcome =
  | { readonly kind: 'killed' }
  | { readonly kind: 'finished'; readonly report: KillReport }
  | { readonly kind: 'broken'; readonly code: number | null; readonly said: string };

/** Runs one process of the kill tests to its end, whichever it is. */
export function runKillChild(order: KillOrder): Promise<KillOutcome> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let said = '';
    running.stdout.on('data', (bytes: Buffer) => {
      out += bytes.toString();
    });
    running.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
    running.once('error', reject);
    running.once('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve({ kind: 'killed' });
      else if (code === 0) resolve({ kind: 'finished', report: killReportSchema.parse(JSON.parse(out)) });
      else resolve({ kind: 'broken', code, said: said.slice(-2000) });
    });
  });
}

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { z } from 'zod';
import { bundleChild } from './bundle-child.ts';
import { type KillDownloadOrder, type KillDownloadReport, killDownloadReportSchema } from './kill-download-order.ts';
import { type KillOrder, type KillReport, killReportSchema } from './kill-order.ts';

export type KillOutcome<Report> =
  | { readonly kind: 'killed' }
  | { readonly kind: 'finished'; readonly report: Report }
  | { readonly kind: 'broken'; readonly code: number | null; readonly said: string };

/** Runs one process of the kill tests to its end, whichever it is. */
async function runToEnd<Report>(
  name: string,
  order: KillOrder | KillDownloadOrder,
  reportSchema: z.ZodType<Report>,
): Promise<KillOutcome<Report>> {
  const child = await bundleChild(name);
  const running = spawn(process.execPath, [child, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<readonly [number | null, NodeJS.Signals | null]>((resolve, reject) => {
    running.once('error', reject);
    running.once('close', (code, signal) => resolve([code, signal]));
  });
  const [[code, signal], out, said] = await Promise.all([ended, text(running.stdout), text(running.stderr)]);
  if (signal === 'SIGKILL') return { kind: 'killed' };
  if (code === 0) return { kind: 'finished', report: reportSchema.parse(JSON.parse(out)) };
  return { kind: 'broken', code, said: said.slice(-2000) };
}

export function runKillChild(order: KillOrder): Promise<KillOutcome<KillReport>> {
  return runToEnd('kill-child.ts', order, killReportSchema);
}

export function runKillDownload(order: KillDownloadOrder): Promise<KillOutcome<KillDownloadReport>> {
  return runToEnd('kill-download-child.ts', order, killDownloadReportSchema);
}

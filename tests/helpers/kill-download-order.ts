import { spawn } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { profileSchema } from '../../main/profile/profile.ts';

/** What a process of the kill tests for downloads is told to do. */
export const killDownloadOrderSchema = z.strictObject({
  dataFolder: z.string(),
  profile: profileSchema,
  userName: z.string(),
  privateKey: z.string(),
  killAt: z.string().nullable(),
});
export type KillDownloadOrder = z.infer<typeof killDownloadOrderSchema>;

const reportSchema = z.strictObject({
  rows: z.array(z.strictObject({ fileName: z.string(), state: z.string(), sha256: z.string().nullable() })),
  /** Pieces that came over the line. */
  pieces: z.number(),
  isIntact: z.boolean(),
});
export type KillDownloadReport = z.infer<typeof reportSchema>;

/** Runs one such process to its end; gives what it printed, or `killed`. */
export function runKillDownload(order: KillDownloadOrder): Promise<KillDownloadReport | 'killed'> {
  const child = path.join(import.meta.dirname, 'kill-download-child.ts');
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
      if (signal === 'SIGKILL') resolve('killed');
      else if (code === 0) resolve(reportSchema.parse(JSON.parse(out)));
      else reject(new Error(said.slice(-2000)));
    });
  });
}

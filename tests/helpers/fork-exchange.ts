import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { forkPractice, type RunningPractice, startPractice } from '../../main/app/start-practice.ts';

export interface ForkedExchange {
  readonly profile: RunningPractice['profile'];
  readonly stateFolder: string;
  /** For whatever else a test needs; it goes with the exchange. */
  readonly folder: string;
  close(): Promise<void>;
}

const entry = path.resolve(import.meta.dirname, '../../main/practice/start.ts');

/** A practice exchange in a process of its own, as the terminal starts it: it lives on while other processes are killed. */
export async function forkExchange(): Promise<ForkedExchange> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-forked-'));
  const stateFolder = path.join(folder, 'exchange');
  const started = await startPractice(forkPractice(entry), stateFolder);
  if (!started.ok) throw new Error(started.error.code);
  return {
    profile: started.value.profile,
    stateFolder,
    folder,
    async close() {
      started.value.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

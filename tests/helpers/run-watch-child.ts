import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Profile } from '../../main/profile/profile.ts';
import { type WatchView, watchViewSchema } from '../../shared/contract/watch.ts';
import { bundleChild } from './bundle-child.ts';

const child = await bundleChild('watch-child.ts');

export interface WatchChildOrder {
  readonly profile: Profile;
  readonly dataFolder: string;
  readonly filesRoot: string;
  readonly keychain: readonly (readonly [string, string])[];
  readonly killAt?: { readonly step: string; readonly time: number };
}

export interface WatchChild {
  /** What it showed last. */
  view(): WatchView | null;
  signal(name: NodeJS.Signals): void;
  /** How it ended; what it said when that was no good end. */
  readonly ended: Promise<{
    readonly signal: NodeJS.Signals | null;
    readonly code: number | null;
    readonly said: string;
  }>;
  /** Lets it end well. */
  end(): Promise<void>;
}

/** Starts one process of the tests of watch folders. */
export function runWatchChild({ killAt, ...order }: WatchChildOrder): WatchChild {
  const text = JSON.stringify({ ...order, killAt: killAt ?? null });
  const running = spawn(process.execPath, [child, text], { stdio: ['pipe', 'pipe', 'pipe'] });
  let view: WatchView | null = null;
  let said = '';
  createInterface({ input: running.stdout }).on('line', (line) => {
    view = watchViewSchema.parse(JSON.parse(line));
  });
  running.stderr.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  const ended = new Promise<Awaited<WatchChild['ended']>>((resolve, reject) => {
    running.once('error', reject);
    running.once('close', (code, signal) => resolve({ signal, code, said: said.slice(-2_000) }));
  });
  return {
    view: () => view,
    signal: (name) => void running.kill(name),
    ended,
    async end() {
      running.stdin.end();
      const { code, signal } = await ended;
      if (code !== 0) throw new Error(`ended with ${code ?? signal}: ${said.slice(-2_000)}`);
    },
  };
}

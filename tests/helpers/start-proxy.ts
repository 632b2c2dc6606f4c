import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { bundleChild } from './bundle-child.ts';

const child = await bundleChild('proxy-child.ts');

export interface ProxyOrder {
  readonly kind: 'http' | 'socks5';
  readonly login?: { readonly user: string; readonly password: string };
  readonly manner?: 'work' | 'refuse' | 'no-way' | 'hang' | 'garbage' | 'cut';
}

export interface StartedProxy {
  /** With these credentials, percent-encoded; its own when none are given. */
  address(login?: { readonly user: string; readonly password: string } | null): string;
  /** What it was asked for, as `host:port`. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Starts a proxy as a process of its own on a free loopback port. */
export async function startProxy({ kind, login, manner = 'work' }: ProxyOrder): Promise<StartedProxy> {
  const order = JSON.stringify({ kind, login: login ?? null, manner });
  const running = spawn(process.execPath, [child, order], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
  const asked: string[] = [];
  const port = await new Promise<string>((resolve, reject) => {
    running.once('exit', () => reject(new Error('the proxy ended')));
    let isFirst = true;
    createInterface({ input: running.stdout }).on('line', (line) => {
      if (isFirst) resolve(line);
      else {
        const { host, port: wanted } = JSON.parse(line) as { host: string; port: number };
        asked.push(`${host}:${wanted}`);
      }
      isFirst = false;
    });
  });
  return {
    asked,
    address(as = login ?? null) {
      const user = as ? `${encodeURIComponent(as.user)}:${encodeURIComponent(as.password)}@` : '';
      return `${kind}://${user}127.0.0.1:${port}`;
    },
    async close() {
      running.kill();
      await ended;
    },
  };
}

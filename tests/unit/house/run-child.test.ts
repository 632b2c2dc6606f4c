import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const module = path.resolve(import.meta.dirname, '../../../scripts/lib/run-child.ts');

/** A parent that starts a child by `runChild`, and prints the child's id once the child runs. */
function parentOf(child: string): string {
  return `
    const { runChild } = await import(${JSON.stringify(module)});
    const running = runChild(process.execPath, ['-e', ${JSON.stringify(child)}]);
    running.child.stdout.once('data', () => console.log(running.child.pid));
    process.exitCode = (await running.ended) ?? 9;
  `;
}

async function startAndStop(child: string, signal: NodeJS.Signals) {
  const parent = spawn(process.execPath, ['--input-type=module', '-e', parentOf(child)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [text] = await once(parent.stdout, 'data');
  parent.kill(signal);
  const [code] = await once(parent, 'exit');
  return { childId: Number(String(text)), code };
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    // no such process: what the test hopes for
    return false;
  }
}

describe('a child of npm start', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends with its parent after %s', async (signal) => {
    const { childId } = await startAndStop("console.log('up'); setInterval(() => {}, 1000)", signal);
    expect(isRunning(childId)).toBe(false);
  });

  it('may finish its work first', async () => {
    const polite = "process.on('SIGTERM', () => process.exit(3)); console.log('up'); setInterval(() => {}, 1000)";
    expect(await startAndStop(polite, 'SIGINT')).toMatchObject({ code: 3 });
  });
});

import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';

const script = path.resolve(import.meta.dirname, '../../scripts/demo.ts');

it('the demo does the main job from the log-in to the tampered copy, and ends well', async () => {
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [said, complained, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  expect(complained).toBe('');
  expect(code).toBe(0);
  for (const step of ['4505', 'confirmed', '(replaced)', 'differs', 'Logged out of both realms.']) {
    expect(said).toContain(step);
  }
});

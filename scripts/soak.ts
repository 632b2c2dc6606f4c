import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runSteps } from './lib/run-steps.ts';

/*
 * `npm run soak`: the tests that `npm test` runs as a sample, in full (hundreds of cuts, a thousand sequences, measurements of
 * memory). They are found by asking for CCMS_SOAK. Takes up to an hour; its figures belong into docs/evidence.md.
 */
const root = path.resolve(import.meta.dirname, '../tests');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => readFileSync(path.join(root, file), 'utf8').includes('CCMS_SOAK'))
  .map((file) => path.posix.join('tests', file.split(path.sep).join('/')));

const passed = await runSteps(
  [
    { name: 'build', command: ['node', 'scripts/build.ts'] },
    {
      name: `in full: ${files.join(', ')}`,
      command: ['vitest', 'run', '--testTimeout=3600000', '--hookTimeout=600000', ...files],
      env: { CCMS_SOAK: '1' },
      live: true,
    },
  ],
  1,
);
process.exitCode = passed ? 0 : 1;

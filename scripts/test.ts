import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AT_ONCE, checkSteps } from './lib/check-steps.ts';
import { runSteps, type Step } from './lib/run-steps.ts';

/*
 * `npm test`: everything. The check, then what needs the built program (several parts together, the browser, Electron), then the
 * package. At the end the numbers, and each test that was skipped with its reason.
 */
interface Summary {
  readonly counts: { readonly passed: number; readonly failed: number; readonly skipped: number };
  readonly skipped: readonly string[];
}

const projects = ['integration', 'browser', 'electron'].flatMap((name) => ['--project', name]);
const afterwards: readonly Step[] = [
  { name: 'build', command: ['node', 'scripts/build.ts'] },
  { name: 'integration, browser and Electron tests', command: ['vitest', 'run', ...projects], live: true },
  { name: 'package', command: ['node', 'scripts/check-package.ts'] },
];

function readSummaries(file: string): readonly Summary[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Summary);
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'ccms-test-'));
const summaryFile = path.join(folder, 'summary.jsonl');
process.env.CCMS_TEST_SUMMARY = summaryFile;
const startedAt = performance.now();

const checked = await runSteps(checkSteps, AT_ONCE);
const tested = await runSteps(afterwards, 1);

const summaries = readSummaries(summaryFile);
rmSync(folder, { recursive: true, force: true });
const sum = (key: keyof Summary['counts']) => summaries.reduce((total, { counts }) => total + counts[key], 0);
const skipped = summaries.flatMap((summary) => summary.skipped);
const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
process.stdout.write(
  `\n${checked && tested ? 'All passed' : 'FAILED'}: ${sum('passed')} tests passed, ${sum('failed')} failed, ` +
    `${skipped.length} skipped, in ${minutes} minutes\n${skipped.map((line) => `  skipped: ${line}\n`).join('')}`,
);
process.exitCode = checked && tested ? 0 : 1;

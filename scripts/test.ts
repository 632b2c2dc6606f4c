import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AT_ONCE, checkSteps } from './lib/check-steps.ts';
import { runSteps, type Step } from './lib/run-steps.ts';
import { collectSummaries, sumSummaries } from './lib/test-summary.ts';

/*
 * `npm test`: everything. The check, then what needs the built program (several parts together, the browser, Electron), then the
 * package. At the end each test that was
 * skipped with its reason, each that needed a second attempt or failed, and the numbers.
 */
const projects = ['integration', 'browser', 'electron'].flatMap((name) => ['--project', name]);
const afterwards: readonly Step[] = [
  { name: 'build', command: ['node', 'scripts/build.ts'] },
  { name: 'integration, browser and Electron tests', command: ['vitest', 'run', ...projects], live: true },
  { name: 'package', command: ['node', 'scripts/check-package.ts'] },
];

function list(what: string, lines: readonly string[]): string {
  return lines.map((line) => `  ${what}: ${line}\n`).join('');
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'ccms-test-'));
const summaryFile = path.join(folder, 'summary.jsonl');
collectSummaries(summaryFile);
const startedAt = performance.now();

const checked = await runSteps(checkSteps, AT_ONCE);
const tested = await runSteps(afterwards, 1);

const { counts, skipped, failed, retried } = sumSummaries(summaryFile);
rmSync(folder, { recursive: true, force: true });
const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
// What failed comes last: where a log is cut, its end is what is left.
process.stdout.write(
  `\n${list('skipped', skipped)}${list('second attempt', retried)}${list('failed', failed)}` +
    `${checked && tested ? 'All passed' : 'FAILED'}: ${counts.passed} tests passed, ${counts.failed} failed, ` +
    `${counts.skipped} skipped, ${retried.length} at the second attempt, in ${minutes} minutes\n`,
);
process.exitCode = checked && tested ? 0 : 1;

import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** What one run of tests came to. Tests are named by their file and full name. */
export interface TestSummary {
  readonly counts: { readonly passed: number; readonly failed: number; readonly skipped: number };
  /** Name and, in brackets, the reason. */
  readonly skipped: readonly string[];
  /** Name and the beginning of what went wrong; also a file that could not be run. */
  readonly failed: readonly string[];
  /** Passed, but not at the first attempt. */
  readonly retried: readonly string[];
}

/** `npm test` runs several programs and adds up what each writes here; without the variable nothing is written. */
const VARIABLE = 'CCMS_TEST_SUMMARY';

/** Lets every program started from now on add its summary to `file`. */
export function collectSummaries(file: string): void {
  process.env[VARIABLE] = file;
}

/** Adds one run's summary for whoever started it; nothing when nobody collects. */
export function addSummary(summary: TestSummary): void {
  const file = process.env[VARIABLE];
  if (file) appendFileSync(file, `${JSON.stringify(summary)}\n`);
}

/** All summaries of a file in one. */
export function sumSummaries(file: string): TestSummary {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  const summaries = lines.filter(Boolean).map((line) => JSON.parse(line) as TestSummary);
  const sum = (key: keyof TestSummary['counts']) => summaries.reduce((total, { counts }) => total + counts[key], 0);
  return {
    counts: { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') },
    skipped: summaries.flatMap((summary) => summary.skipped),
    failed: summaries.flatMap((summary) => summary.failed),
    retried: summaries.flatMap((summary) => summary.retried),
  };
}

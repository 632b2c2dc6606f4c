import { appendFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

function fullName(test: TestCase): string {
  return `${test.module.relativeModuleId}: ${test.fullName}`;
}

/** Says at the end of a run which tests were skipped and why, so that a green line never hides a gap. */
export class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const skipped: string[] = [];
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') counts.passed += 1;
        if (result.state === 'failed') counts.failed += 1;
        if (result.state !== 'skipped') continue;
        // After a failed hook nothing of the file ran; that is told as a failure.
        if (module.errors().length > 0) continue;
        counts.skipped += 1;
        skipped.push(`${fullName(test)}${result.note ? ` (${result.note})` : ''}`);
      }
    }
    for (const line of skipped) process.stdout.write(`skipped  ${line}\n`);
    // `npm test` runs several times and adds up what each run says.
    const file = process.env.CCMS_TEST_SUMMARY;
    if (file) appendFileSync(file, `${JSON.stringify({ counts, skipped })}\n`);
  }
}

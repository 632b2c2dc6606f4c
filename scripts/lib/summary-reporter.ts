import { stripVTControlCharacters } from 'node:util';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';
import { addSummary } from './test-summary.ts';

/** Characters of an error that the summary repeats: enough to see what was awaited, short enough for the end of a log. */
const ERROR_START = 600;

function fullName(test: TestCase): string {
  return `${test.module.relativeModuleId}: ${test.fullName}`;
}

function tell(name: string, errors: readonly { readonly message: string }[]): string {
  const said = errors.map(({ message }) => stripVTControlCharacters(message)).join('\n');
  return `${name}\n${said.slice(0, ERROR_START).trimEnd().replaceAll(/^/gm, '      ')}`;
}

/**
 * Says at the end of a run which tests were skipped and why, so that a green line never hides a gap; which failed and how, because
 * a long log is often cut to its end; and which needed a second attempt.
 */
export class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const skipped: string[] = [];
    const failed = unhandled.map((error) => tell('outside of a test', [error]));
    const retried: string[] = [];
    for (const module of modules) {
      const broken = module.errors();
      if (broken.length > 0) failed.push(tell(module.relativeModuleId, broken));
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') counts.passed += 1;
        if (result.state === 'passed' && test.diagnostic()?.flaky) retried.push(fullName(test));
        if (result.state === 'failed') {
          counts.failed += 1;
          failed.push(tell(fullName(test), result.errors));
        }
        if (result.state !== 'skipped') continue;
        // After a failed hook nothing of the file ran; that is told as a failure.
        if (broken.length > 0) continue;
        counts.skipped += 1;
        skipped.push(`${fullName(test)}${result.note ? ` (${result.note})` : ''}`);
      }
    }
    for (const line of skipped) process.stdout.write(`skipped  ${line}\n`);
    addSummary({ counts, skipped, failed, retried });
  }
}

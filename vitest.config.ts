import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './scripts/lib/summary-reporter.ts';

/** One kind of test: its own folder, its own time limit. `npm run check` runs unit and contract, `npm test` all. */
function project(name: string, testTimeout: number) {
  const isLong = name === 'integration' || name === 'browser';
  return {
    test: {
      name,
      include: [`tests/${name}/**/*.test.{ts,tsx}`],
      setupFiles: ['tests/helpers/offline.ts', ...(isLong ? ['tests/helpers/cheap-passwords.ts'] : [])],
      environment: 'node',
      // A busy machine takes its time; a wait that ends early costs nothing.
      expect: { poll: { timeout: 10_000 } },
      // Real processes on a busy machine: one more try is shown as such by the reporter, and never hides a second failure.
      retry: isLong ? 1 : 0,
      testTimeout,
      hookTimeout: testTimeout * 2,
      // A planted variable of the developer's shell must not change what is tested.
      env: {
        NODE_EXTRA_CA_CERTS: '',
        NODE_TLS_REJECT_UNAUTHORIZED: '',
        TZ: 'Asia/Hong_Kong',
        // The programs that tests start are the same ones again and again: half of their start is reading TypeScript.
        NODE_COMPILE_CACHE: path.resolve(import.meta.dirname, '.cache/compile'),
      },
    },
  };
}

export default defineConfig({
  test: {
    // Half of a test's time is waiting for a page or a server: one worker more than processors fills it. On a machine with many, more
    // browsers side by side only wait for each other.
    maxWorkers: 3,
    reporters: ['default', new SummaryReporter()],
    projects: [
      project('unit', 30_000),
      project('contract', 60_000),
      project('integration', 60_000),
      project('browser', 120_000),
      project('electron', 60_000),
    ],
  },
});

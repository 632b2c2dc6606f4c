import { availableParallelism } from 'node:os';
import { runSteps, type Step } from './lib/run-steps.ts';

/*
 * Everything that must hold before a commit, in under 90 seconds: format, lint, types, import rules, dead code, unit and
 * contract tests. Steps run side by side; what passes says one line, what fails says everything it said.
 */
const steps: readonly Step[] = [
  { name: 'format and lint', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'types', command: ['tsc', '-b'] },
  {
    name: 'import rules',
    command: ['depcruise', '--config', '.dependency-cruiser.cjs', 'main', 'shared', 'renderer', 'scripts', 'tests'],
  },
  { name: 'dead code', command: ['knip', '--no-config-hints'] },
  { name: 'unit and contract tests', command: ['vitest', 'run', '--project', 'unit', '--project', 'contract'] },
];

process.exitCode = (await runSteps(steps, Math.max(2, Math.floor(availableParallelism() / 2)))) ? 0 : 1;

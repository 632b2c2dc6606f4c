import type { Step } from './run-steps.ts';

const folders = ['main', 'shared', 'renderer', 'scripts', 'tests'];

/** What must hold before a commit. Independent of each other, so they run side by side. */
export const checkSteps: readonly Step[] = [
  { name: 'format and lint', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'types', command: ['tsc', '-b'] },
  { name: 'import rules', command: ['depcruise', '--config', '.dependency-cruiser.cjs', ...folders] },
  { name: 'dead code', command: ['knip', '--no-config-hints'] },
  { name: 'unit and contract tests', command: ['vitest', 'run', '--project', 'unit', '--project', 'contract'] },
];

/** The number of steps at once. Two even on a small machine: some only wait. */
export const AT_ONCE = 2;

import { AT_ONCE, checkSteps } from './lib/check-steps.ts';
import { runSteps } from './lib/run-steps.ts';

/** `npm run check`: what passes says one line, what fails says everything it said. */
process.exitCode = (await runSteps(checkSteps, AT_ONCE)) ? 0 : 1;

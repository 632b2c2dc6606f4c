import { spawn } from 'node:child_process';

/** One command of a run. */
export interface Step {
  readonly name: string;
  /** A program of node_modules/.bin (or `node`) and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Shows what the command says while it runs; for the one long step of a run. */
  readonly live?: boolean;
}

function runStep(step: Step): Promise<boolean> {
  const started = performance.now();
  const [program, ...args] = step.command;
  // On Windows the programs of node_modules/.bin are .cmd files, which need a shell; all arguments are our constants.
  const child = spawn(program, args, {
    env: { ...process.env, ...step.env },
    shell: process.platform === 'win32',
    stdio: step.live ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  return new Promise((resolve) => {
    const finish = (passed: boolean): void => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      const skipped = said.split('\n').filter((line) => line.startsWith('skipped  '));
      const rest = passed ? skipped.join('\n') : said.trimEnd();
      process.stdout.write(`${passed ? 'ok    ' : 'FAILED'} ${step.name} (${seconds} s)\n${rest ? `${rest}\n` : ''}`);
      resolve(passed);
    };
    child.once('error', (error) => {
      said += error.message;
      finish(false);
    });
    child.once('close', (code) => finish(code === 0));
  });
}

/** Runs all steps, at most `atOnce` together, and goes on after a failure. Gives whether all passed. */
export async function runSteps(steps: readonly Step[], atOnce: number): Promise<boolean> {
  const waiting = [...steps];
  let passed = true;
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      if (!(await runStep(step))) passed = false;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return passed;
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { forkPractice } from '../main/app/start-practice.ts';
import { runProcess } from '../main/cli/run-process.ts';
import { root } from './lib/root.ts';

/*
 * `npm run --silent ccms -- COMMAND ...`: the command line from the source (docs/cli.md). Without a profile it works with the practice
 * exchange, as `npm start` does.
 */
const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
await runProcess(
  { version, isInstalled: false, spawnPractice: forkPractice(path.join(root, 'main/practice/start.ts')) },
  // Paths as the person meant them, from where npm was called.
  process.env.INIT_CWD ?? process.cwd(),
);

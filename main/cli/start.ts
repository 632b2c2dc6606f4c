import { runProcess } from './run-process.ts';

/** Set by the build (cli.vite.config.ts). */
declare const PROGRAM_VERSION: string;

/*
 * The command line of the installed program: one file, run by the Node that lies beside it, because Electron's own program has no console
 * on Windows. It carries no practice exchange; that of an open terminal can be used.
 */
await runProcess({ version: PROGRAM_VERSION, isInstalled: true, spawnPractice: null }, process.cwd());

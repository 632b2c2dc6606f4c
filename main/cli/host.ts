import type { StartOptions } from '../app/start-terminal.ts';

/** What the place where the program lies gives: the source, or the installed one. */
export interface CliHost extends Pick<StartOptions, 'version' | 'isInstalled' | 'openCredentials'> {
  /** Starts the practice exchange; null where it is not part of the command line. */
  readonly spawnPractice: StartOptions['spawnPractice'] | null;
}

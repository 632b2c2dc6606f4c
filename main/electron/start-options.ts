import { parseArgs } from 'node:util';

export interface CommandLine {
  /** A connection profile; null: the practice exchange. */
  readonly profileFile: string | null;
  readonly dataFolder: string | null;
  /** A PKCS#11 module for the practice exchange. */
  readonly cardModule: string | null;
}

/**
 * Takes the arguments after the program's own name; gives the three that this program has. Others are Chromium's or a shortcut's and
 * are left alone; a name without its value counts as not given.
 */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values } = parseArgs({
    args: [...args],
    options: { profile: { type: 'string' }, 'data-folder': { type: 'string' }, 'card-module': { type: 'string' } },
    strict: false,
  });
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
  return {
    profileFile: text(values.profile),
    dataFolder: text(values['data-folder']),
    cardModule: text(values['card-module']),
  };
}

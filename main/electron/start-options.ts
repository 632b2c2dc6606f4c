import { parseArgs } from 'node:util';

export interface CommandLine {
  /** A connection profile; null: the practice exchange. */
  readonly profileFile: string | null;
  readonly dataFolder: string | null;
  /** The root of outbox, inbox and so on; null: as the operator chose. */
  readonly filesRoot: string | null;
  /** A PKCS#11 module for the practice exchange. */
  readonly cardModule: string | null;
}

/**
 * Takes the arguments after the program's own name; gives the four that this program has. Others are Chromium's or a shortcut's and
 * are left alone; a name without its value counts as not given.
 */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values } = parseArgs({
    args: [...args],
    options: {
      profile: { type: 'string' },
      'data-folder': { type: 'string' },
      'files-root': { type: 'string' },
      'card-module': { type: 'string' },
    },
    strict: false,
  });
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
  return {
    profileFile: text(values.profile),
    dataFolder: text(values['data-folder']),
    filesRoot: text(values['files-root']),
    cardModule: text(values['card-module']),
  };
}

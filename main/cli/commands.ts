import type { ExitCode } from './exit-code.ts';

/*
 * Every command with its options, once: the arguments are read by this, the help is written from it, and docs/cli.md is tested against
 * the help. The words are in shared/locales/<language>/cli.json under the same names.
 */

/** What stands for the value of an option in the help; null: it has none. Lower case: the values there are. */
export const options = {
  output: 'text|json',
  profile: 'FILE',
  'data-folder': 'DIR',
  language: 'en|zh-Hant',
  help: null,
  folder: 'FOLDER',
  identity: 'TEXT',
  participant: 'CODE',
  'input-date': 'YYYY-MM-DD',
  channel: 'sftp|web',
  replace: null,
  'despite-refusal': null,
  'despite-window': null,
  'dry-run': null,
  wait: null,
  timeout: 'SECONDS',
  user: 'NAME',
  'password-stdin': null,
  dns: 'ADDRESS',
  sftp: null,
  key: 'FILE',
  kind: 'ed25519|rsa-3072|rsa-4096',
  expires: 'YYYY-MM-DD',
  form: 'openssh|rfc4716',
  address: 'IP',
} as const satisfies Record<string, string | null>;
export type OptionName = keyof typeof options;

export const commandNames = ['submit', 'status', 'download', 'verify', 'doctor', 'keys'] as const;
export type CommandName = (typeof commandNames)[number];

export interface Command {
  /** After the program's and the command's name. */
  readonly synopsis: readonly string[];
  /** How many arguments it takes. */
  readonly operands: { readonly least: number; readonly most: number };
  readonly options: readonly OptionName[];
  readonly exitCodes: readonly ExitCode[];
  readonly examples: readonly string[];
}

const common = ['profile', 'data-folder', 'output', 'language', 'help'] as const;
const login = ['user', 'password-stdin'] as const;
const session: readonly ExitCode[] = [10, 11];

export const commands: Readonly<Record<CommandName, Command>> = {
  submit: {
    synopsis: ['[OPTION]... FILE...'],
    operands: { least: 1, most: 1_000 },
    options: [
      'folder',
      'identity',
      'participant',
      'input-date',
      'channel',
      'replace',
      'despite-refusal',
      'despite-window',
      'dry-run',
      'wait',
      'timeout',
      ...login,
      ...common,
    ],
    exitCodes: [0, 2, 3, 10, 11, 20, 21, 30, 31, 32, 33, 40, 41, 50, 130],
    examples: [
      'ccms submit --profile ecp.json --wait SD_01234_20260522.csv',
      'ccms submit --profile ecp.json --dry-run --output json reports/SD_*.csv',
      'ccms submit --profile ecp.json --folder SD-1 --participant 01234 --input-date 2026-05-22 daily.csv',
      'ccms submit --profile ecp.json --channel web --user chan@firm.example --password-stdin SD_01234_20260522.csv',
    ],
  },
  status: {
    synopsis: ['[OPTION]... [SUBMISSION|FILE]'],
    operands: { least: 0, most: 1 },
    options: ['wait', 'timeout', ...login, ...common],
    exitCodes: [0, 2, 3, ...session, 20, 21, 31, 33, 40, 41, 50, 130],
    examples: [
      'ccms status --profile ecp.json SD_01234_20260522.csv',
      'ccms status --profile ecp.json --wait --timeout 600 0f8b7c1e-2f6d-4c57-9a43-5d1f6d0a2b11',
    ],
  },
  download: {
    synopsis: ['[OPTION]...'],
    operands: { least: 0, most: 0 },
    options: ['folder', 'wait', 'timeout', ...common],
    exitCodes: [0, 2, 3, 10, 11, 20, 21, 41, 50, 130],
    examples: [
      'ccms download --profile ecp.json --wait',
      'ccms download --profile ecp.json --folder SD1 --output json',
    ],
  },
  verify: {
    synopsis: ['[OPTION]... FILE'],
    operands: { least: 1, most: 1 },
    options: [...login, 'timeout', ...common],
    exitCodes: [0, 2, 3, ...session, 20, 21, 30, 40, 41, 130],
    examples: ['ccms verify --profile ecp.json SD_01234_20260522.csv'],
  },
  doctor: {
    synopsis: ['[OPTION]...'],
    operands: { least: 0, most: 0 },
    options: ['sftp', 'key', 'user', 'folder', 'timeout', 'dns', 'profile', 'output', 'language', 'help'],
    exitCodes: [0, 2, 3, 10, 20, 21, 33, 130],
    examples: [
      'ccms doctor --profile ecp.json',
      'ccms doctor --profile ecp.json --sftp --folder SD1 --output json --timeout 5',
    ],
  },
  keys: {
    synopsis: [
      'list [OPTION]...',
      'make --user NAME [--kind KIND] [--expires DAY] [OPTION]...',
      'import --user NAME [--password-stdin] [--expires DAY] [OPTION]... FILE',
      'public [--form FORM] [OPTION]... [KEY]',
      'register [--address IP] [--user NAME --password-stdin] [OPTION]... [KEY]',
      'remove [OPTION]... KEY',
    ],
    operands: { least: 1, most: 2 },
    options: [...login, 'kind', 'expires', 'form', 'address', 'timeout', ...common],
    exitCodes: [0, 2, 3, 10, 11, 20, 21, 30, 31, 130],
    examples: [
      'ccms keys make --profile ecp.json --user chan@firm.example --kind ed25519 --expires 2027-05-31',
      'ccms keys import --profile ecp.json --user chan@firm.example --password-stdin old-key.ppk < passphrase.txt',
      'ccms keys public --profile ecp.json --form rfc4716 > key.txt',
    ],
  },
};

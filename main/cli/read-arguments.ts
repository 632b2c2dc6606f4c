import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type CommandName, commandNames, commands, type OptionName, options } from './commands.ts';

/** What a command line asks for. */
export type Asked =
  /** `command` null: the help of the whole. */
  | { readonly kind: 'help'; readonly command: CommandName | null; readonly values: Values }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'run';
      readonly command: CommandName;
      readonly values: Values;
      readonly operands: readonly string[];
    }
  | {
      readonly kind: 'mistake';
      readonly command: CommandName | null;
      readonly mistake: Mistake;
      readonly values: Values;
    };

export type Values = { readonly [K in OptionName]?: (typeof options)[K] extends null ? true : string };

/** Key under `cli.mistake`, and what stands in its place. A value is never repeated: it may be a secret in the wrong place. */
export interface Mistake {
  readonly kind: 'no-command' | 'unknown-command' | 'unknown-option' | 'value' | 'operands';
  readonly name: string;
}

const config: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
  Object.entries(options).map(([name, value]) => [name, { type: value === null ? 'boolean' : 'string' }]),
);

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const forms: Partial<Record<OptionName, (value: string) => boolean>> = {
  timeout: (value) => /^\d{1,6}(\.\d+)?$/.test(value) && Number(value) > 0 && Number(value) <= 86_400,
  expires: (value) => DAY.test(value) && !Number.isNaN(Date.parse(value)),
  'input-date': (value) => DAY.test(value),
  dns: (value) => /^[0-9a-fA-F:.[\]]{2,60}$/.test(value),
  address: (value) => /^[0-9a-fA-F:.]{2,45}$/.test(value),
};

function isRight(name: OptionName, value: string): boolean {
  const choice = options[name];
  if (choice?.includes('|')) return choice.split('|').includes(value);
  return value !== '' && (forms[name]?.(value) ?? true);
}

interface Read {
  readonly values: Values;
  readonly operands: readonly string[];
  readonly mistake: Mistake | null;
}

/** Reads by tokens, so that no message of Node repeats what was typed. */
function read(args: readonly string[]): Read {
  const { tokens } = parseArgs({
    args: [...args],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, string | true> = {};
  const operands: string[] = [];
  let mistake: Mistake | null = null;
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, value } = token;
    if (!Object.hasOwn(options, name)) {
      mistake ??= { kind: 'unknown-option', name: token.rawName.slice(0, 40) };
      continue;
    }
    const option = name as OptionName;
    const wantsValue = options[option] !== null;
    // `--user --wait` forgot the value; who means such a value writes `--user=--wait`.
    const isForgotten = !token.inlineValue && value?.startsWith('--') === true;
    if (isForgotten || wantsValue !== (value !== undefined) || (value !== undefined && !isRight(option, value))) {
      mistake ??= { kind: 'value', name: `--${name}` };
    } else values[name] = value ?? true;
  }
  return { values: values as Values, operands, mistake };
}

function isCommand(name: string): name is CommandName {
  return commandNames.some((each) => each === name);
}

function misplaced(command: CommandName, { values, operands }: Read): Mistake | null {
  const spec = commands[command];
  const foreign = Object.keys(values).find((name) => !spec.options.includes(name as OptionName));
  if (foreign) return { kind: 'unknown-option', name: `--${foreign}` };
  // A key without its user would be left aside, and another one tested in its place.
  if (command === 'doctor' && (values.key === undefined) !== (values.user === undefined)) {
    return { kind: 'value', name: values.key === undefined ? '--key' : '--user' };
  }
  const { least, most } = spec.operands;
  return operands.length < least || operands.length > most ? { kind: 'operands', name: command } : null;
}

/** Takes the arguments after the program's name; gives what is asked for, or the first mistake. */
export function readArguments(args: readonly string[]): Asked {
  // Only where no command could have been meant: a file may have that name.
  if (args[0] === '--version') return { kind: 'version' };
  const all = read(args);
  const { values, mistake } = all;
  const [name, ...operands] = all.operands;
  const command = name !== undefined && isCommand(name) ? name : null;
  if (values.help || name === 'help') {
    const about = name === 'help' && operands[0] !== undefined && isCommand(operands[0]) ? operands[0] : command;
    return { kind: 'help', command: about, values };
  }
  if (name === undefined) {
    return { kind: 'mistake', command: null, mistake: mistake ?? { kind: 'no-command', name: '' }, values };
  }
  if (command === null) {
    return { kind: 'mistake', command, mistake: { kind: 'unknown-command', name: name.slice(0, 40) }, values };
  }
  const wrong = mistake ?? misplaced(command, { values, operands, mistake });
  return wrong ? { kind: 'mistake', command, mistake: wrong, values } : { kind: 'run', command, values, operands };
}

import { type CommandName, commandNames, commands, options } from './commands.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import type { Words } from './words.ts';

const WIDTH = 78;
const INDENT = '       ';

/** A Chinese sign takes two places of a terminal (Unicode TR11, wide). */
function widthOf(text: string): number {
  let width = 0;
  for (const sign of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/.test(sign) ? 2 : 1;
  return width;
}

/** Pieces that may stand on different lines: words, or single Chinese signs with the punctuation that follows them. */
function pieces(text: string): readonly string[] {
  return (
    text.match(
      /[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f][、。，；：！？）」]*|[^\s\u2e80-\u9fff\u3000-\u303f\uff00-\uffef]+\s*|\s+/g,
    ) ?? []
  );
}

function wrap(text: string, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text)) {
    if (line !== '' && widthOf(indent + line + piece.trimEnd()) > WIDTH) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += line === '' ? piece.trimStart() : piece;
  }
  return [...lines, line.trimEnd()].map((each) => indent + each).join('\n');
}

function section(title: string, body: string): string {
  return `${title}\n${body}\n`;
}

function entry(name: string, text: string): string {
  return `${INDENT}${name}\n${wrap(text, `${INDENT}    `)}`;
}

function exitStatus(codes: readonly ExitCode[], { t }: Words): string {
  const rows = codes.map((code) => {
    const [first = '', ...rest] = wrap(t(`exit.${code}`), `${INDENT}     `).split('\n');
    return [`${INDENT}${String(code).padEnd(5)}${first.trimStart()}`, ...rest].join('\n');
  });
  return section(t('heading.exit'), rows.join('\n'));
}

function helpOfAll(words: Words): string {
  const { t } = words;
  const list = commandNames.map((name) => entry(`ccms ${name}`, t(`command.${name}.summary`)));
  return [
    section(t('heading.name'), wrap(`ccms - ${t('program.summary')}`, INDENT)),
    section(t('heading.synopsis'), `${INDENT}ccms COMMAND [OPTION]... [ARGUMENT]...`),
    section(t('heading.description'), wrap(t('program.description'), INDENT)),
    section(t('heading.commands'), list.join('\n')),
    exitStatus(exitCodes, words),
    section(t('heading.examples'), commandNames.map((name) => `${INDENT}${commands[name].examples[0]}`).join('\n')),
    section(t('heading.files'), files(words)),
  ].join('\n');
}

function files({ t }: Words): string {
  const places = ['ledger.sqlite', 'control.json', 'logs/terminal.jsonl'];
  return places.map((name) => entry(`DIR/${name}`, t(`file.${name.replaceAll(/[./]/g, '-')}`))).join('\n');
}

/** Takes a command (null: the whole) and the words of a language; gives its help as a manual page of plain text. */
export function helpText(name: CommandName | null, words: Words): string {
  if (name === null) return helpOfAll(words);
  const { t } = words;
  const { synopsis, options: names, exitCodes: codes, examples } = commands[name];
  const described = names.map((option) => {
    const value = options[option];
    return entry(`--${option}${value === null ? '' : ` ${value}`}`, t(`option.${option}`));
  });
  return [
    section(t('heading.name'), wrap(`ccms ${name} - ${t(`command.${name}.summary`)}`, INDENT)),
    section(t('heading.synopsis'), synopsis.map((line) => `${INDENT}ccms ${name} ${line}`).join('\n')),
    section(t('heading.description'), wrap(t(`command.${name}.description`), INDENT)),
    section(t('heading.options'), described.join('\n')),
    exitStatus(codes, words),
    section(t('heading.examples'), examples.map((line) => `${INDENT}${line}`).join('\n')),
    section(t('heading.files'), files(words)),
  ].join('\n');
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandNames, commands, options } from '../../../main/cli/commands.ts';
import { exitCodes } from '../../../main/cli/exit-code.ts';
import { helpText } from '../../../main/cli/help-text.ts';
import { createWords } from '../../../main/cli/words.ts';
import { languageSchema } from '../../../shared/contract/terminal.ts';

const docs = readFileSync(path.resolve(import.meta.dirname, '../../../docs/cli.md'), 'utf8');
const help = () => ({ hotline: '', email: '' });
const english = await createWords('en', help);

describe('docs/cli.md', () => {
  it.each(commandNames)(
    'has the help of %s as it is printed (otherwise: put that of `ccms %s --help` there)',
    (name) => {
      expect(docs).toContain(`### ccms ${name}\n\n\`\`\`text\n${helpText(name, english)}\`\`\`\n`);
    },
  );

  it('has every exit code with the words of the help', () => {
    const table = /<!-- exit codes -->\n([\s\S]*?)\n<!-- \/exit codes -->/.exec(docs)?.[1];
    const rows = exitCodes.map((code) => `| ${code} | ${english.t(`exit.${code}`)} |`);
    expect(table).toBe(['| code | what it means and what to do |', '|---|---|', ...rows].join('\n'));
  });

  it('tells a scheduler what to do about every one of them', () => {
    const mapped = docs.slice(docs.indexOf('### Control-M'), docs.indexOf('## Commands'));
    const named = [...mapped.matchAll(/^\| ([\d, ]+) \|/gm)].flatMap((row) => (row[1] ?? '').split(', ').map(Number));
    expect(named.toSorted((a, b) => a - b)).toEqual([...exitCodes]);
  });

  it('names no option that does not exist', () => {
    const others = ['web', 'silent', 'stdin'];
    const named = new Set([...docs.matchAll(/(?<=[ `[])--([a-z][a-z-]*)/g)].map((match) => match[1] ?? ''));
    expect([...named].filter((name) => !(name in options) && !others.includes(name))).toEqual([]);
  });
});

describe.each(languageSchema.options)('the help in %s', async (language) => {
  const words = await createWords(language, help);

  it.each([null, ...commandNames])(
    'of %s has all its sections, every word, and no line wider than a terminal',
    (name) => {
      const text = helpText(name, words);
      const headings = text.split('\n').filter((line) => /^\S/.test(line));
      const middle = name === null ? 'commands' : 'options';
      const sections = ['name', 'synopsis', 'description', middle, 'exit', 'examples', 'files'];
      expect(headings.toSorted()).toEqual(sections.map((each) => words.t(`heading.${each}`)).toSorted());
      // A word that is missing shows as its key.
      expect(text).not.toMatch(/\b(option|exit|command|heading|file|program)\.[a-z-]+/);
      const prose = text.split('\n').filter((line) => !/^ {7}ccms /.test(line));
      const width = (line: string) => [...line].reduce((sum, sign) => sum + (/[\u2e80-\uffef]/.test(sign) ? 2 : 1), 0);
      expect(prose.filter((line) => width(line) > 80)).toEqual([]);
    },
  );

  it.each(commandNames)('of %s has each of its options and exit codes', (name) => {
    const text = helpText(name, words);
    for (const option of commands[name].options) expect(text).toMatch(new RegExp(`^ {7}--${option}( |$)`, 'm'));
    for (const code of commands[name].exitCodes) expect(text).toMatch(new RegExp(`^ {7}${code} `, 'm'));
  });
});

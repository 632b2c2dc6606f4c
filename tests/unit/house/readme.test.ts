import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { practiceUsers } from '../../../main/practice/users.ts';
import { readProfile } from '../../../main/profile/read-profile.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const realms = { ccms: 'CCMS', ecp: 'ECP (Client Connect)' };

function userTable(): string {
  const rows = practiceUsers.map(({ realm, userId, password, participantCodes, purpose }) => {
    const codes = participantCodes.join(', ');
    return `| ${realms[realm]} | \`${userId}\` | \`${password}\` | ${codes} | ${purpose.en} |`;
  });
  return ['| realm | user ID | password | participants | shows |', '|---|---|---|---|---|', ...rows].join('\n');
}

describe('the README', () => {
  it('lists the users of the practice exchange as they are', () => {
    expect(/<!-- users -->\n([\s\S]*?)\n<!-- \/users -->/.exec(readme)?.[1]?.trim()).toBe(userTable());
  });

  it('shows a profile that the program accepts', () => {
    const example = /```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    expect(readProfile(example)).toMatchObject({ ok: true });
  });

  it('names only commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: object };
    const named = [...readme.matchAll(/npm (start|test|run [a-z:]+)/g)].map(
      (match) => match[1]?.replace('run ', '') ?? '',
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('links only to what is there', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1] ?? '');
    expect(links.filter((link) => !existsSync(path.join(root, link)))).toEqual([]);
  });
});

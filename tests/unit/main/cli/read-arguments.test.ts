import { describe, expect, it } from 'vitest';
import { readArguments } from '../../../../main/cli/read-arguments.ts';

const read = (line: string) => readArguments(line === '' ? [] : line.split(' '));

describe('readArguments', () => {
  it('takes options before and after files, in both forms', () => {
    expect(read('submit --folder SD-1 a.csv --channel=web --wait b.csv')).toEqual({
      kind: 'run',
      command: 'submit',
      values: { folder: 'SD-1', channel: 'web', wait: true },
      operands: ['a.csv', 'b.csv'],
    });
    expect(read('submit -- --odd.csv')).toMatchObject({ kind: 'run', operands: ['--odd.csv'] });
    // A name that a shell put there: nothing was sent, so 0 would be a lie.
    expect(read('submit -- --version')).toMatchObject({ kind: 'run', operands: ['--version'] });
    expect(read('--version')).toEqual({ kind: 'version' });
  });

  it.each([
    ['', 'no-command'],
    ['--wait', 'no-command'],
    ['frobnicate', 'unknown-command'],
    ['submit', 'operands'],
    ['status a b', 'operands'],
    ['download a', 'operands'],
    ['keys', 'operands'],
    ['submit a --password x', 'unknown-option'],
    ['verify a --wait', 'unknown-option'],
    ['doctor --data-folder x', 'unknown-option'],
    ['submit a --timeout', 'value'],
    ['submit a --timeout 0', 'value'],
    ['submit a --timeout soon', 'value'],
    ['submit a --timeout 99999', 'value'],
    ['submit a --channel fax', 'value'],
    ['submit a --output xml', 'value'],
    ['submit a --language fr', 'value'],
    ['submit a --input-date 22/05/2026', 'value'],
    ['submit a --wait=yes', 'value'],
    ['submit a --user --wait', 'value'],
    ['submit a --folder=', 'value'],
    ['keys make --expires 2026-13-40', 'value'],
    ['doctor --sftp --key id_ed25519', 'value'],
    ['doctor --sftp --user chan@firm.example', 'value'],
  ])('finds the mistake in "%s": %s', (line, kind) => {
    expect(read(line)).toMatchObject({ kind: 'mistake', mistake: { kind } });
  });

  it('repeats no value of an option', () => {
    const asked = read('submit a --password=Hunter-2');
    expect(asked).toMatchObject({ mistake: { kind: 'unknown-option', name: '--password' } });
    expect(JSON.stringify(asked)).not.toContain('Hunter-2');
  });

  it.each([
    ['--help', null],
    ['help', null],
    ['help keys', 'keys'],
    ['submit --help', 'submit'],
    ['submit --help --language zh-Hant', 'submit'],
  ])('gives help for "%s" about %s', (line, command) => {
    expect(read(line)).toMatchObject({ kind: 'help', command });
  });
});

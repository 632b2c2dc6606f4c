import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diagnosticRunSchema } from '../../shared/contract/diagnostics.ts';
import { type CliEnd, type CliSetup, runBare, setUpCli } from '../helpers/cli-setup.ts';
import { putResult } from '../helpers/download-setup.ts';

const NAME = 'SD_01234_20260522.csv.response.csv';

let cli: CliSetup;
beforeEach(async () => {
  cli = await setUpCli();
});
afterEach(() => cli.close());

const results = ({ lines }: CliEnd) => lines.filter((line) => line.type === 'result');
const inbox = (name: string) => readFileSync(path.join(cli.dataFolder, 'files', 'SD1', 'inbox', name), 'utf8');

test('download brings what is new into the inbox, once, and says what came', async () => {
  const sha256 = putResult(cli.stateFolder, NAME, { content: 'a,b\r\n' });
  const ended = await cli.run('download', '--folder', 'SD1');
  expect(ended).toMatchObject({ code: 0, mistakes: '' });
  expect(results(ended)).toMatchObject([
    { exitCode: 0, file: NAME, download: { fileName: NAME, folderId: 'SD1', state: 'delivered', sha256 } },
  ]);
  expect(inbox(NAME)).toBe('a,b\r\n');
  const again = await cli.run('download', '--folder', 'SD1');
  expect([again.code, results(again)]).toEqual([0, []]);
});

test('download --wait stays until an open terminal has fetched', async () => {
  const terminal = await cli.openTerminal();
  putResult(cli.stateFolder, NAME, { content: 'c,d\r\n' });
  const ended = await cli.run('download', '--wait');
  expect(ended.lines.at(-1)).toMatchObject({ type: 'end', exitCode: ended.code });
  expect(results(ended)).toContainEqual(expect.objectContaining({ file: NAME, exitCode: 0 }));
  expect(inbox(NAME)).toBe('c,d\r\n');
  await terminal.stop();
});

test('download ends with 3 where the profile has none, and with 20 where the server is not there', async () => {
  const none = await cli.profile(({ sftp, ...profile }) => {
    if (!sftp) return profile;
    const { download: _none, ...rest } = sftp;
    return { ...profile, sftp: rest };
  });
  expect(await cli.begin(['download'], { profile: none }).ended).toMatchObject({ code: 3 });
  const away = await cli.profile((profile) => ({ ...profile, sftp: profile.sftp && { ...profile.sftp, port: 9 } }));
  const ended = await cli.begin(['download'], { profile: away }).ended;
  expect(ended.code).toBe(20);
  expect(ended.lines.at(-1)).toMatchObject({ error: { code: 'unreachable' } });
});

test('doctor gives its report as a line, beside an open terminal too, and help speaks both languages', async () => {
  const terminal = await cli.openTerminal();
  const checked = await cli.begin(['doctor'], {}).ended;
  expect(checked).toMatchObject({ code: 0, mistakes: '' });
  const [line] = results(checked);
  expect(diagnosticRunSchema.parse(line && 'run' in line ? line.run : null)).toMatchObject({ outcome: 'passed' });
  await terminal.stop();
  const english = await runBare('submit', '--help');
  expect(english).toMatchObject({ code: 0, mistakes: '' });
  expect(english.said).toContain('EXIT STATUS');
  const chinese = await runBare('--help', '--language', 'zh-Hant');
  expect(chinese.said).toContain('結束代碼');
});

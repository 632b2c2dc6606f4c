import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliEnd, type CliSetup, setUpCli } from '../helpers/cli-setup.ts';
import { putResult } from '../helpers/download-setup.ts';
import { newestOtp, practiceUser } from '../helpers/practice-setup.ts';

const NAME = 'SD_01234_20260522.csv.response.csv';

let cli: CliSetup;
beforeEach(async () => {
  cli = await setUpCli();
});
afterEach(() => cli.close());

const results = ({ lines }: CliEnd) => lines.filter((line) => line.type === 'result');

test('download says of a file that fails each time that it failed, each time', { timeout: 60_000 }, async () => {
  putResult(cli.stateFolder, NAME, { content: 'a,b\r\n', sha256: null });
  const first = await cli.run('download', '--folder', 'SD1');
  const second = await cli.run('download', '--folder', 'SD1');
  for (const ended of [first, second]) {
    expect(results(ended)).toMatchObject([{ file: NAME, error: { code: 'download-checksum-missing' } }]);
  }
  expect(second.code).toBe(first.code);
  expect(second.code).not.toBe(0);
});

test('download takes a folder by its code or id, and refuses one that is not there', { timeout: 60_000 }, async () => {
  await cli.openTerminal().then(async (terminal) => {
    // Somebody logged in once, so the list of folders is known.
    const { userId, password, email } = practiceUser('chan@firm.example');
    await terminal.app.dispatch('session/begin', { realm: 'ecp', userId, password, remember: false });
    await terminal.app.dispatch('session/submitOtp', { realm: 'ecp', otp: newestOtp(cli.exchange, email ?? '') });
    await terminal.app.dispatch('folder/list', {});
    await terminal.stop();
  });
  putResult(cli.stateFolder, NAME, { content: 'a,b\r\n' });
  const unknown = await cli.run('download', '--folder', 'SD-7');
  expect(unknown).toMatchObject({ code: 3 });
  expect(unknown.lines.at(-1)).toMatchObject({ error: { code: 'download-folder-missing' } });
  const byCode = await cli.run('download', '--folder', 'SD-1');
  expect(results(byCode)).toMatchObject([{ file: NAME, exitCode: 0 }]);
});

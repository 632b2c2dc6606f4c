import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliEnd, type CliSetup, setUpCli } from '../helpers/cli-setup.ts';
import { putResult } from '../helpers/download-setup.ts';

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

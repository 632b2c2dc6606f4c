import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CliSetup, cliChild, setUpCli } from '../helpers/cli-setup.ts';

let cli: CliSetup;
beforeAll(async () => {
  cli = await setUpCli();
});
afterAll(() => cli.close());

const choices = ['--folder', 'SD1', '--identity', 'SEHK Participant'] as const;
const held = () => cli.exchange.control.files();

test('a file that is named twice is sent once, and each time that it is named gets its line', async () => {
  const file = await cli.file('SD_01234_20260701.csv', 'twice\n');
  cli.exchange.control.addFault({ endpoint: 'sftp/open', fault: { kind: 'slow', milliseconds: 1_500 }, count: 1 });
  const begun = cli.begin(['submit', ...choices, '--wait', '--timeout', '20', file, file]);
  begun.process.stdin?.end();
  const ended = await begun.ended;
  expect(ended).toMatchObject({ code: 0, mistakes: '' });
  expect(ended.lines.filter(({ type }) => type === 'result')).toHaveLength(2);
  expect(held().filter(({ fileName }) => fileName === 'SD_01234_20260701.csv')).toHaveLength(1);
});

test('a file whose name looks like an option is a file after --', async () => {
  for (const name of ['--version', '--help', '-x.csv', '--output=text']) {
    const ended = await cli.run('submit', ...choices, '--', name);
    expect(ended, name).toMatchObject({ code: 30 });
    expect(ended.lines.at(-1)).toMatchObject({ type: 'end', exitCode: 30 });
  }
});

/** What runs on this machine with this text among its arguments. */
function processesWith(text: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
      } catch {
        return false;
      }
    });
}

const ofPractice = (folder: string) => processesWith(path.join(folder, 'exchange'));

test.runIf(process.platform === 'linux')(
  'the practice exchange of a command ends with it, however that ends',
  async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-cli-practice-'));
    const start = () => spawn(process.execPath, [cliChild, 'status', '--data-folder', folder], { stdio: 'ignore' });
    const [code] = await once(start(), 'close');
    expect(code).toBe(0);
    await expect.poll(() => ofPractice(folder)).toEqual([]);
    const killed = start();
    await expect.poll(() => ofPractice(folder).length).toBeGreaterThan(0);
    killed.kill('SIGKILL');
    await once(killed, 'close');
    await expect.poll(() => ofPractice(folder)).toEqual([]);
    await rm(folder, { recursive: true, force: true });
  },
);

test.skipIf(process.platform === 'win32')(
  'output that nobody reads and an input that is closed stop no submission',
  async () => {
    const file = await cli.file('SD_01234_20260702.csv', 'quiet\n');
    const args = [
      'submit',
      '--profile',
      cli.profileFile,
      '--data-folder',
      cli.dataFolder,
      '--output',
      'json',
      ...choices,
      file,
    ];
    const shell = `"$0" "$@" <&- | head -c 1 >/dev/null; exit "\${PIPESTATUS[0]}"`;
    const env = { ...process.env, CCMS_TEST_KEYCHAIN: path.join(cli.folder, 'keychain.json') };
    const child = spawn('bash', ['-c', shell, process.execPath, cliChild, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let mistakes = '';
    child.stderr.on('data', (text) => {
      mistakes += text;
    });
    const [code] = await once(child, 'close');
    expect({ code, mistakes }).toEqual({ code: 0, mistakes: '' });
    expect(held().map(({ fileName }) => fileName)).toContain('SD_01234_20260702.csv');
  },
);

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OutputLine } from '../../main/cli/output-lines.ts';
import type { FaultRuleInput } from '../../main/practice/faults/fault.ts';
import { type CliEnd, type CliSetup, runBare, setUpCli } from '../helpers/cli-setup.ts';

let cli: CliSetup;
let day = 0;

beforeAll(async () => {
  cli = await setUpCli();
});
afterAll(() => cli.close());
beforeEach(() => {
  cli.exchange.control.clearFaults();
  day += 1;
});

const nextName = (participant = '01234') => `SD_${participant}_202605${String(day).padStart(2, '0')}.csv`;
/** A machine that never logged in to the web has no catalogue, so folder and identity are named. */
const choices = ['--folder', 'SD1', '--identity', 'SEHK Participant'] as const;
const submit = (...args: string[]) => cli.run('submit', ...choices, ...args);
const results = ({ lines }: CliEnd) => lines.filter((line) => line.type === 'result');
const held = () => cli.exchange.control.files();

function addFault(
  endpoint: FaultRuleInput['endpoint'],
  kind: 'reset' | 'black-hole' | 'flip' | 'refuse',
  count = 1,
): void {
  cli.exchange.control.addFault({ endpoint, fault: { kind }, count });
}

/** Every command ends with one `end` line, and with the code that stands in it. */
function expectEnd(ended: CliEnd, code: number, error: string | null = null): void {
  expect(ended).toMatchObject({ code, mistakes: '' });
  expect(ended.lines.filter(({ type }) => type === 'end')).toHaveLength(1);
  expect(ended.lines.at(-1)).toMatchObject({
    type: 'end',
    exitCode: code,
    error: error === null ? null : { code: error },
  });
}

function expectResult(ended: CliEnd, code: number, error: string | null = null): OutputLine | undefined {
  expectEnd(ended, code);
  const [result] = results(ended);
  expect(result).toMatchObject({ exitCode: code, error: error === null ? null : { code: error } });
  return result;
}

describe('ccms submit ends with', () => {
  test('0 for a file that is confirmed, and tells each state on its way', async () => {
    const file = await cli.file(nextName(), 'a,b\n1,2\n');
    const ended = await submit('--wait', file);
    const result = expectResult(ended, 0);
    expect(result).toMatchObject({ file, submission: { state: 'confirmed', channel: 'sftp', fileName: nextName() } });
    const states = ended.lines.flatMap((line) =>
      line.type === 'event' && line.event === 'state' ? [line.submission?.state] : [],
    );
    expect(states).toEqual(['checked', 'sending', 'sent', 'confirmed']);
    expect(held()).toMatchObject([{ channel: 'sftp', fileName: nextName(), participantCode: '01234' }]);
  });

  test('31 for the same bytes once more, and for other bytes under that name; --replace replaces', async () => {
    const file = await cli.file(nextName(), 'first\n');
    expectResult(await submit(file), 0);
    expectResult(await submit(file), 31, 'submission-already-sent');
    await cli.file(nextName(), 'second\n');
    const other = await submit(file);
    expectResult(other, 31, 'sftp-name-taken');
    expectResult(await submit('--replace', file), 0);
    const ofToday = held().filter(({ fileName }) => fileName === nextName());
    expect(ofToday.map(({ status }) => status)).toEqual(['accepted', 'replaced']);
  });

  test('2 when neither the name nor an option says what is needed, and says which', async () => {
    const file = await cli.file('daily.csv', 'a\n');
    const result = expectResult(await cli.run('submit', file), 2, 'draft-incomplete');
    expect(JSON.stringify(result)).toContain('--folder --identity --participant --input-date');
    const input = ['--participant', '01234', '--input-date', '2026-05-01'];
    expectResult(await submit('--dry-run', ...input, file), 0);
  });

  test('3 for a profile that is not there, 10 for a key that nobody knows', async () => {
    const file = await cli.file(nextName(), 'a\n');
    const missing = cli.begin(['submit', ...choices, file], { profile: 'no-such.json' });
    expectEnd(await missing.ended, 3, 'profile-invalid');
    // Only the installed program speaks to a real exchange.
    const real = await cli.profile((profile) => ({ ...profile, kind: 'production', practicePages: null }));
    expectEnd(await cli.begin(['submit', ...choices, file], { profile: real }).ended, 3, 'profile-invalid');
    const env = { CCMS_TEST_KEYCHAIN: await cli.file('empty.json', '{}') };
    const keyless = cli.begin(['submit', ...choices, file], { env });
    expectResult(await keyless.ended, 10, 'sftp-key-missing');
  });

  test('20 for a server that is not there, 21 for one with another host key', async () => {
    const file = await cli.file(nextName(), 'a\n');
    const away = await cli.profile((profile) => ({ ...profile, sftp: profile.sftp && { ...profile.sftp, port: 9 } }));
    const gone = await cli.begin(['submit', ...choices, '--wait', file], { profile: away }).ended;
    expectResult(gone, 20, 'unreachable');
    const hostKeys = [`SHA256:${'A'.repeat(43)}`];
    const other = await cli.profile((profile) => ({ ...profile, sftp: profile.sftp && { ...profile.sftp, hostKeys } }));
    const foreign = await cli.begin(['submit', ...choices, '--wait', file], { profile: other }).ended;
    expectResult(foreign, 21, 'host-key-differs');
  });

  test('30 for a file that is empty or not there', async () => {
    expectResult(await submit(await cli.file(nextName(), '')), 30, 'file-empty');
    expectResult(await submit('not-there.csv'), 30, 'file-unreadable');
    expectResult(await submit(cli.folder), 30, 'file-unreadable');
  });

  test('33 and the reason when the exchange refuses', async () => {
    const file = await cli.file(nextName('09999'), 'a\n');
    const result = expectResult(await submit('--wait', file), 33, 'refused-by-exchange');
    expect(result).toMatchObject({ error: { exchangeCode: 'P421' }, submission: { state: 'refused' } });
  });

  test('40 when the answer was lost; status asks and does not send, and the next run sends once', async () => {
    const file = await cli.file(nextName(), 'doubtful\n');
    addFault('sftp/rename', 'reset');
    const doubtful = await submit(file);
    expect(expectResult(doubtful, 40, 'unreachable')).toMatchObject({ submission: { state: 'in-doubt' } });
    const asked = await cli.run('status', file);
    expect(expectResult(asked, 20, 'not-received')).toMatchObject({ submission: { state: 'failed' } });
    expect(held().filter(({ fileName }) => fileName === nextName())).toHaveLength(0);
    expectResult(await submit(file), 0);
    expectResult(await cli.run('status', file), 0);
    expect(held().filter(({ fileName }) => fileName === nextName())).toHaveLength(1);
  });

  test('what it learns, when it waits: it goes on asking while it is in doubt', async () => {
    const file = await cli.file(nextName(), 'doubtful\n');
    addFault('sftp/rename', 'reset');
    const ended = await submit('--wait', file);
    expectResult(ended, 20, 'not-received');
    const states = ended.lines.flatMap((line) => (line.type === 'event' ? [line.submission?.state] : []));
    expect(states).toContain('in-doubt');
  });

  test('50 when one of several files fails, and tells each', async () => {
    const good = await cli.file(nextName(), 'good\n');
    const ended = await submit('--wait', good, 'not-there.csv');
    expectEnd(ended, 50);
    expect(results(ended).map(({ file, exitCode }) => [file, exitCode])).toEqual(
      expect.arrayContaining([
        [good, 0],
        ['not-there.csv', 30],
      ]),
    );
  });

  test('130 after Ctrl+C, with nothing of the file at the exchange', async () => {
    const file = await cli.file(nextName(), 'slow\n');
    addFault('sftp/write', 'black-hole', 50);
    const begun = cli.begin(['submit', ...choices, '--wait', file]);
    await begun.until((line) => line.type === 'event' && line.submission?.state === 'sending');
    begun.process.kill('SIGINT');
    expectResult(await begun.ended, 130, 'cancelled');
    expect(held().filter(({ fileName }) => fileName === nextName())).toHaveLength(0);
  });

  test('20 when --timeout is over before it is sent', async () => {
    const file = await cli.file(nextName(), 'slow\n');
    addFault('sftp/write', 'black-hole', 50);
    expectResult(await submit('--timeout', '2', file), 20, 'timed-out');
  });

  test('41 when what is read back is not what was sent', async () => {
    const file = await cli.file(nextName(), 'flipped\n');
    addFault('sftp/write', 'flip');
    expectResult(await submit('--wait', file), 41, 'checksum-differs');
  });
});

describe('ccms', () => {
  test('checks and sends nothing with --dry-run, whose findings are those of the screen', async () => {
    const file = await cli.file(nextName(), 'a\n');
    const before = held().length;
    const ended = await submit('--dry-run', '--input-date', '2026-04-30', file);
    const result = expectResult(ended, 30, 'draft-refused');
    expect(result).toMatchObject({
      findings: expect.arrayContaining([expect.objectContaining({ exchangeCode: '4505' })]),
    });
    expectResult(await submit('--dry-run', file), 0);
    expect(held()).toHaveLength(before);
    expectEnd(await cli.run('status', file), 40, 'submission-not-found');
  });

  test('verifies a file by its receipts: matched 0, differs 41, not found 40', async () => {
    const file = await cli.file(nextName(), 'original\n');
    expectResult(await submit(file), 0);
    const matched = expectResult(await cli.run('verify', file), 0);
    expect(matched).toMatchObject({ check: { outcome: 'matched', by: 'ledger' } });
    await cli.file(nextName(), 'altered\n');
    expectResult(await cli.run('verify', file), 41, 'checksum-differs');
    const unknown = await cli.run('verify', await cli.file('SD_01234_20200101.csv', 'x\n'));
    expectEnd(unknown, 40);
  });

  test('says what is wrong with a command, ends with 2 and repeats no value', async () => {
    const wrong = [['frobnicate'], ['submit', '--password=Hunter-2', 'file']];
    for (const args of wrong) {
      const ended = await runBare(...args);
      expect([args, ended.code, ended.said]).toEqual([args, 2, '']);
      expect(ended.mistakes).toMatch(/^ccms: .+ \[usage\]\n.+--help/);
      expect(ended.mistakes).not.toContain('Hunter-2');
    }
  });
});

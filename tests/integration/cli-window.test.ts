import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StartedTerminal } from '../../main/app/start-terminal.ts';
import { weekDays } from '../../main/watch/schedule.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import type { Result } from '../../shared/lib/result.ts';
import { type CliEnd, type CliSetup, setUpCli } from '../helpers/cli-setup.ts';
import { newestOtp, practiceUser } from '../helpers/practice-setup.ts';
import { SFTP_USER } from '../helpers/sftp-practice.ts';
import { good } from '../helpers/submission-setup.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const choices = ['--folder', 'SD1', '--identity', 'SEHK Participant'] as const;

let cli: CliSetup;
beforeAll(async () => {
  cli = await setUpCli();
});
afterAll(() => cli.close());

const held = () => cli.exchange.control.files();
const resultOf = ({ lines }: CliEnd) => lines.find(({ type }) => type === 'result');

function submit(profile: string, ...args: string[]): Promise<CliEnd> {
  const begun = cli.begin(['submit', ...choices, ...args], { profile, minds: 'window' });
  begun.process.stdin?.end();
  return begun.ended;
}

describe('the hours of the profile', () => {
  let file: string;
  let closed: string;
  beforeAll(async () => {
    file = await cli.file('SD_01234_20260522.csv', 'a,b\n');
    // Open on another day of the week than today and its neighbours, so that midnight may pass.
    const inThreeDays = weekDays[new Date(Date.now() + 8 * HOUR + 3 * DAY).getUTCDay()] ?? 'sun';
    const SD1 = { from: '09:30', until: '17:00', days: [inThreeDays] };
    closed = await cli.profile((profile) => ({ ...profile, watch: { folders: { SD1 } } }));
  });
  const outside = {
    exitCode: 32,
    error: { code: 'outside-hours', message: expect.stringMatching(/\d{4}-\d\d-\d\d 09:30/) },
  };

  test('outside of them a dry run says 32 beside its findings, and submit says 32 and sends nothing', async () => {
    const tried = await submit(closed, '--dry-run', file);
    expect(tried).toMatchObject({ code: 32, mistakes: '' });
    expect(resultOf(tried)).toMatchObject(outside);
    expect(resultOf(tried)).toHaveProperty('findings');
    const refused = await submit(closed, file);
    expect(refused.code).toBe(32);
    expect(resultOf(refused)).toMatchObject(outside);
    expect(held()).toEqual([]);
    // Nothing of it is under way, or would go with the next program.
    expect(await cli.run('status')).toMatchObject({ code: 0, lines: [{ type: 'end', results: 0 }] });
  });

  test('--despite-window sends it, and what was sent is a duplicate at any hour', async () => {
    expect(await submit(closed, '--despite-window', '--dry-run', file)).toMatchObject({ code: 0 });
    expect(await submit(closed, '--despite-window', file)).toMatchObject({ code: 0 });
    expect(held()).toHaveLength(1);
    expect(resultOf(await submit(closed, file))).toMatchObject({ exitCode: 31 });
  });

  test('a folder without hours takes files at any hour', async () => {
    const other = await cli.file('SD_01234_20260523.csv', 'c,d\n');
    expect(await submit(cli.profileFile, other)).toMatchObject({ code: 0 });
  });
});

describe("the exchange's cut-off, by the exchange's clock", () => {
  let terminal: StartedTerminal;
  async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    return good((await terminal.app.dispatch(name, input)) as Result<CallOutput<N>>);
  }
  /** Sets the exchange's clock to a time of its today; the terminal learns it from the next answer. */
  const setTime = (hours: number) => {
    const midnight = Math.floor((Date.now() + 8 * HOUR) / DAY) * DAY - 8 * HOUR;
    cli.exchange.control.setClockOffset(Math.round(midnight + hours * HOUR - Date.now()));
  };
  beforeAll(async () => {
    setTime(17.95);
    terminal = await cli.openTerminal();
    const { password, email } = practiceUser(SFTP_USER);
    await call('session/begin', { realm: 'ecp', userId: SFTP_USER, password, remember: false });
    await call('session/submitOtp', { realm: 'ecp', otp: newestOtp(cli.exchange, email ?? '') });
    await call('folder/list', {});
  });
  afterAll(async () => {
    await terminal.stop();
    cli.exchange.control.setClockOffset(0);
  });

  test('before it a file goes; after it the command says 32, through an open terminal too', async () => {
    const early = await cli.file('SD_01234_20260524.csv', 'e,f\n');
    expect(await submit(cli.profileFile, '--wait', early)).toMatchObject({ code: 0 });
    setTime(18.01);
    await call('folder/list', {});
    const late = await cli.file('SD_01234_20260525.csv', 'g,h\n');
    const before = held().length;
    for (const args of [
      ['--dry-run', late],
      ['--wait', late],
    ]) {
      const refused = await submit(cli.profileFile, ...args);
      expect(refused.code).toBe(32);
      expect(resultOf(refused)).toMatchObject({
        error: { code: 'cut-off-passed', message: expect.stringContaining(' 18:00 ') },
      });
    }
    expect(held()).toHaveLength(before);
    expect(await submit(cli.profileFile, '--despite-window', '--wait', late)).toMatchObject({ code: 0 });
    expect(held()).toHaveLength(before + 1);
  });
});

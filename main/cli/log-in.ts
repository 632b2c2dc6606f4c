import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { CliContext } from './context.ts';
import type { Terminal } from './terminal.ts';

function needsPerson(): Result<never> {
  return err(appError('not-logged-in', { retry: 'after-login' }));
}

/** The second factor: the line of standard input after the password, however long it takes to come. Its end is no answer. */
async function answerOtp(context: CliContext, terminal: Terminal, channel: 'email' | 'app'): Promise<Result<null>> {
  const { words, printer, stdin, interrupted, timeout } = context;
  printer.event({ event: 'otp-wanted', file: null });
  printer.ask(words.t(`says.otp-wanted.${channel}`));
  const otp = await stdin.next(AbortSignal.any([interrupted, timeout]));
  const answered = otp
    ? await terminal.call('session/submitOtp', { realm: 'ecp', otp })
    : err(appError(interrupted.aborted ? 'cancelled' : 'otp-missing', { retry: 'now' }));
  if (answered.ok && answered.value.kind === 'logged-in') return ok(null);
  await terminal.call('session/cancel', { realm: 'ecp' });
  return answered.ok ? needsPerson() : answered;
}

/**
 * Logs in to ECP where `--password-stdin` was given: the first line of standard input is the password, the next one the one-time
 * password. With a terminal that runs nobody is logged in from here: its operator is, or is not. Tells whether there may be a session.
 */
export async function logIn(context: CliContext, terminal: Terminal): Promise<Result<null>> {
  const { values, stdin, interrupted, timeout, printer, words } = context;
  if (terminal.kind === 'running') return ok(null);
  const { user } = values;
  if (!values['password-stdin'] || user === undefined) return needsPerson();
  printer.ask(words.t('says.password', { user }));
  const password = await stdin.next(AbortSignal.any([interrupted, timeout]));
  if (interrupted.aborted) return err(appError('cancelled'));
  if (!password) return err(appError('invalid-input', { details: { field: 'password-stdin' } }));
  const begun = await terminal.call('session/begin', { realm: 'ecp', userId: user, password, remember: false });
  if (!begun.ok) return begun;
  const answered = begun.value.kind === 'otp' ? await answerOtp(context, terminal, begun.value.channel) : ok(null);
  if (!answered.ok) return answered;
  // What the user may do and what the exchange holds, so that a file is checked as on the screen.
  const folders = await terminal.call('folder/list', {});
  return folders.ok ? ok(null) : folders;
}
